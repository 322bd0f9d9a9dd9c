using CsCheck;
using KafkaRunner.Internal.Offsets;
using KafkaRunner.Internal.Partitions;

namespace KafkaRunner.Tests.Partitions;

public sealed class AdmissionTests
{
    private const int MaxReadAhead = 100;
    private const int BatchSize = 10;
    private const int Chunk = 16;

    private static readonly Gen<Hand> Hands = Gen.Select(Gen.Int[0, 120], Gen.Int[0, 40], Gen.Int[0, 40], Gen.Int[0, 5], Gen.Long[0, 20])
        .Select((count, waiting, available, ready, bytes) => new Hand(Math.Max(count, waiting), waiting, Math.Min(available, waiting), ready, bytes, MaxBytes: 10));

    [Theory]
    [InlineData(Ordering.Partition, false)]
    [InlineData(Ordering.Partition, true)]
    [InlineData(Ordering.Key, false)]
    [InlineData(Ordering.Key, true)]
    public void Never_is_more_in_hand_than_may_be_and_what_is_admitted_can_be_mapped(Ordering ordering, bool isBatch) =>
        Gen.Select(Hands, Gen.Int[0, 60], Gen.Long[0, 400], Gen.Int[0, 3].Select(i => new[] { 0, 40, 64, 4096 }[i])).Sample((hand, divides, span, length) =>
        {
            var admission = new Admission(ordering, isBatch, BatchSize, MaxReadAhead);
            if (admission.Use(hand, Chunk) is not (> 0 and var use)) return true;
            var admitted = admission.Admit(use, hand, new MapNeed(length, divides, span, Inherited: 0));
            return admitted <= use
                && (admitted == 0 || hand.Count + admitted <= MaxReadAhead)
                && (admitted == 0 || hand.Count == 0 || hand.Bytes < hand.MaxBytes)
                && (admitted == 0 || length == 0 || OffsetMap.Fits(divides + admitted, span + admitted, length))
                && admission.IsFull == (admitted == 0);
        });

    [Fact]
    public void A_single_message_is_admitted_however_large() =>
        Assert.Equal(Chunk, new Admission(Ordering.Partition, false, 1, MaxReadAhead).Admit(Chunk, new Hand(0, 0, 0, 0, Bytes: 1_000, MaxBytes: 10), default));

    [Fact]
    public void There_is_a_use_for_more_where_no_lane_has_its_turn_and_in_a_batch_until_that_is_full()
    {
        var (byKey, batch) = (new Admission(Ordering.Key, false, 1, MaxReadAhead), new Admission(Ordering.Key, true, BatchSize, MaxReadAhead));
        Assert.Equal(Chunk, byKey.Use(new Hand(50, 50, 0, Ready: 0, 0, 10), Chunk));
        Assert.Equal(0, byKey.Use(new Hand(50, 50, 3, Ready: 2, 0, 10), Chunk));
        Assert.Equal(BatchSize - 3, batch.Use(new Hand(50, 50, Available: 3, Ready: 2, 0, 10), Chunk));
    }

    [Fact]
    public void What_the_last_owner_had_read_had_room_already() =>
        Assert.Equal(7, new Admission(Ordering.Key, false, 1, MaxReadAhead).Admit(Chunk, new Hand(0, 0, 0, 0, 0, 10), new MapNeed(40, 1_000, 1_000_000, Inherited: 7)));
}
