using CsCheck;
using KafkaRunner.Internal.Partitions;

namespace KafkaRunner.Tests.Partitions;

public sealed class BacklogTests
{
    private enum Step
    {
        Add,
        TakeRun,
        TakeBatch,
        TakeRetry,
        Complete,
        Await,
        LetGoOn,
        PutBack,
        Retry,
        Hold,
        MakeDue,
        Forget,
    }

    [Theory]
    [InlineData(Ordering.Partition)]
    [InlineData(Ordering.Key)]
    [InlineData(Ordering.None)]
    public void A_message_is_in_exactly_one_place_until_it_is_finished_or_forgotten(Ordering ordering) =>
        Gen.Select(Gen.Enum<Step>(), Gen.Int[0, 5], Gen.Int[1, 4]).List[1, 150].Sample(steps => new Model(ordering).Holds(steps), iter: 2_000);

    /// <summary>Knows which messages are unfinished, and takes the steps of a dispatcher.</summary>
    private sealed class Model
    {
        private readonly MessagePool _pool = new(new TopicPartition("orders", 0));
        private readonly Ordering _ordering;
        private readonly Backlog _backlog;
        private readonly Dictionary<long, PendingMessage> _here = [];
        private readonly List<List<PendingMessage>> _taken = [];
        private long _next;
        private long _now;

        public Model(Ordering ordering) => (_ordering, _backlog) = (ordering, new Backlog(ordering, _pool));

        public bool Holds(IReadOnlyList<(Step Step, int Number, int Most)> steps)
        {
            foreach (var (step, number, most) in steps)
            {
                Take(step, number, most);
                if (_backlog.Waiting + _backlog.Retrying + _backlog.Held + _taken.Sum(t => t.Count) != _here.Count) return false;
                if (_pool.HeldBytes != _here.Count) return false;
            }

            return AllComeOut();
        }

        private void Take(Step step, int number, int most)
        {
            switch (step)
            {
                case Step.Add:
                    Add(_ordering == Ordering.Key ? (ulong)number : null);
                    break;
                case Step.TakeRun or Step.TakeBatch or Step.TakeRetry:
                    List<PendingMessage> messages = [];
                    if (step == Step.TakeRun) _backlog.TakeRun(messages, most);
                    else if (step == Step.TakeBatch) _backlog.TakeBatch(messages, most);
                    else _backlog.TryTakeRetry(messages);
                    if (messages.Count > 0) _taken.Add(messages);
                    break;
                case Step.LetGoOn:
                    _backlog.LetGoOn(number: _next / 2, coveredTo: long.MaxValue);
                    break;
                case Step.MakeDue:
                    _backlog.MakeDue(_now += most);
                    break;
                case Step.Forget:
                    Forget(Math.Max(0, _next - most));
                    break;
                default:
                    if (_taken.Count > 0) End(step, _taken[number % _taken.Count], most);
                    break;
            }
        }

        private void Add(ulong? key)
        {
            var message = _pool.Rent();
            message.Slot.Fill(_next, [], false, [], true, 0, 0, new MessageHeaders());
            (message.Key, message.Bytes, message.IsForgotten) = (key, 1, false);
            _backlog.Add(message);
            _here.Add(_next++, message);
        }

        private void End(Step step, List<PendingMessage> messages, int most)
        {
            _taken.Remove(messages);
            foreach (var forgotten in messages.FindAll(m => m.IsForgotten))
            {
                _here.Remove(_here.First(h => h.Value == forgotten).Key);
                _backlog.DiscardTaken(forgotten);
            }

            messages.RemoveAll(m => m.IsForgotten);
            if (step == Step.Retry && messages.Count > 0) _backlog.Retry([.. messages], _now + most);
            foreach (var message in Enumerable.Reverse(messages).ToList())
            {
                if (step == Step.PutBack) _backlog.PutBack(message);
                else if (step == Step.Hold) _backlog.Hold(message);
                else if (step is Step.Complete or Step.Await) Finish(message, step == Step.Await);
            }
        }

        private void Finish(PendingMessage message, bool awaitsCommit)
        {
            var offset = message.Offset;
            _here.Remove(_here.First(h => h.Value == message).Key);
            _pool.LetGo(message);
            if (awaitsCommit) _backlog.Await(message, offset);
            else _backlog.Complete(message);
        }

        // What is in work is discarded when that ends. Offsets go on, so that each message here has one of its own.
        private void Forget(long from)
        {
            var inWork = _taken.SelectMany(t => t).ToHashSet();
            foreach (var (offset, message) in _here.Where(h => h.Key >= from).ToList())
            {
                message.IsForgotten = true;
                if (!inWork.Contains(message)) _here.Remove(offset);
            }

            _backlog.Forget(from);
        }

        // Each exactly once, but for those that are held.
        private bool AllComeOut()
        {
            foreach (var messages in _taken.ToList()) End(Step.Complete, messages, 1);
            for (List<PendingMessage> last = []; ; last = [])
            {
                _backlog.MakeDue(long.MaxValue - 1);
                _backlog.LetGoOn(long.MaxValue, long.MaxValue);
                if (!_backlog.TryTakeRetry(last)) _backlog.TakeBatch(last, int.MaxValue);
                if (last.Count == 0) break;
                foreach (var message in last) Finish(message, awaitsCommit: false);
            }

            return _here.Count == _backlog.Waiting + _backlog.Held && (_backlog.Held > 0 || _here.Count == 0);
        }
    }
}
