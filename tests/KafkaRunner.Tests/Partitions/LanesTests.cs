using CsCheck;
using KafkaRunner.Internal.Partitions;

namespace KafkaRunner.Tests.Partitions;

public sealed class LanesTests
{
    private enum Step
    {
        Add,
        AddAnother,
        TakeRun,
        TakeBatch,
        Finish,
        FinishPartly,
    }

    [Theory]
    [InlineData(Ordering.Partition)]
    [InlineData(Ordering.Key)]
    [InlineData(Ordering.None)]
    public void Lanes_take_turns_keep_their_order_and_have_one_taker_at_a_time(Ordering ordering) =>
        Gen.Select(Gen.Enum<Step>(), Gen.Int[0, 6], Gen.Int[1, 5]).List[1, 120].Sample(
            steps =>
            {
                var (lanes, model) = (new Lanes(ordering), new LanesModel(ordering));
                var (next, taken) = (0L, new List<List<PendingMessage>>());
                foreach (var (step, number, most) in steps)
                {
                    switch (step)
                    {
                        case Step.Add or Step.AddAnother:
                            ulong? key = ordering == Ordering.Key && number < 6 ? (ulong)number : null;
                            lanes.Add(Message(next), key);
                            model.Add(next++, key);
                            break;
                        case Step.TakeRun or Step.TakeBatch:
                            var messages = new List<PendingMessage>();
                            if (step == Step.TakeRun) lanes.TakeRun(messages, most);
                            else lanes.Take(messages, most);
                            if (!messages.Select(m => m.Offset).SequenceEqual(step == Step.TakeRun ? model.TakeRun(most) : model.TakeBatch(most))) return false;
                            if (messages.Count > 0) taken.Add(messages);
                            break;
                        default:
                            if (taken.Count == 0) break;
                            var ended = taken[number % taken.Count];
                            taken.Remove(ended);
                            var finished = step == Step.Finish ? ended.Count : Math.Min(most - 1, ended.Count);
                            foreach (var message in ended.Take(finished))
                            {
                                model.Complete(message.Offset);
                                lanes.Complete(message);
                            }

                            foreach (var message in ended.Skip(finished).Reverse())
                            {
                                model.PutBack(message.Offset);
                                lanes.PutBack(message);
                            }

                            break;
                    }

                    if ((lanes.Waiting, lanes.Ready, lanes.Available) != (model.Waiting, model.Ready, model.Available)) return false;
                }

                return true;
            },
            iter: 2_000);

    [Fact]
    public void Clearing_takes_out_what_waits_and_leaves_what_is_taken_in_its_lane() =>
        Gen.Select(Gen.Int[0, 4], Gen.Bool).List[1, 40].Sample(
            adds =>
            {
                var lanes = new Lanes(Ordering.Key);
                var taken = new List<PendingMessage>();
                for (var i = 0; i < adds.Count; i++)
                {
                    lanes.Add(Message(i), (ulong)adds[i].Item1);
                    if (adds[i].Item2) lanes.TakeRun(taken, taken.Count + 1);
                }

                var removed = new List<long>();
                lanes.Remove(_ => true, message => removed.Add(message.Offset));
                foreach (var message in taken) lanes.Complete(message);
                return (lanes.Waiting, lanes.Ready, lanes.Available) == (0, 0, 0)
                    && removed.Concat(taken.Select(m => m.Offset)).Order().SequenceEqual(Enumerable.Range(0, adds.Count).Select(i => (long)i));
            },
            iter: 1_000);

    private static PendingMessage Message(long offset)
    {
        var message = new PendingMessage(new TopicPartition("orders", 0));
        message.Slot.Fill(offset, [], false, [], true, 0, 0, new MessageHeaders());
        return message;
    }
}
