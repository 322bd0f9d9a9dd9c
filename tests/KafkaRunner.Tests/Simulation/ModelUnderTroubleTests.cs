using KafkaRunner.Simulation.Model;

namespace KafkaRunner.Tests.Simulation;

/// <summary>All kinds of trouble, by chance; when it is over, each partition has one owner, which reads what comes.</summary>
public sealed class ModelUnderTroubleTests
{
    private const int Steps = 60;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void When_trouble_is_over_each_partition_has_one_owner_that_reads_what_comes(int protocol)
    {
        for (var seed = 0; seed < 15; seed++) new Run(seed, (GroupProtocol)protocol).ToTheEnd();
    }

    [Fact]
    public void Everything_happens_that_the_model_has_a_word_for()
    {
        var words = typeof(Happening).GetFields().Select(f => (string)f.GetValue(null)!).ToHashSet();
        Assert.NotEmpty(words);
        for (var seed = 1_000; seed < 1_060 && words.Count > 0; seed++)
        {
            var run = new Run(seed, (GroupProtocol)(seed % 3));
            run.ToTheEnd();
            words.ExceptWith(run.Kinds);
        }

        Assert.Empty(words);
    }

    private sealed class Run
    {
        private readonly int _seed;
        private readonly ModelWorld _world;
        private readonly Cluster _cluster;
        private readonly List<ModelMember> _members = [];
        private readonly List<Action<bool>> _transactions = [];
        private readonly List<Action> _endings = [];
        private int _lastMember;

        public Run(int seed, GroupProtocol protocol)
        {
            (_seed, _world) = (seed, new ModelWorld(seed));
            _cluster = new Cluster(_world, ClusterOptions.ByChance(_world) with { Protocol = protocol, Fencing = 0.01 });
            _cluster.CreateTopic("orders", 3);
        }

        public IEnumerable<string> Kinds => _world.Kinds;

        public void ToTheEnd()
        {
            Add();
            Add();
            for (var i = 0; i < Steps; i++)
            {
                Step(_world.Pick(20));
                foreach (var member in _members) member.BeginCommit(0);
                ModelMember.For(TimeSpan.FromMilliseconds(_world.Pick(4_000)), [.. _members.Where(m => !m.IsFrozen), Add(isLast: true)]);
            }

            Calm();
            ModelMember[] members = [.. _members];
            ModelMember.For(TimeSpan.FromMinutes(4), members);
            var owners = members.SelectMany(m => m.Owned).ToList();
            var count = _cluster.Topics["orders"];
            Assert.True(owners.Count == count && owners.Distinct().Count() == count, $"Seed {_seed}: {string.Join(' ', owners)} of {count}\n{string.Join('\n', _world.Notes)}");

            for (var p = 0; p < count; p++) _cluster.Append(new TopicPartition("orders", p), (null, $"last of {p}"));
            ModelMember.For(TimeSpan.FromMinutes(1), members);
            for (var p = 0; p < count; p++) Assert.True(members.Any(m => m.Read.Exists(r => r.EndsWith($":last of {p}", StringComparison.Ordinal))), $"Seed {_seed}: not read on in {p}\n{string.Join('\n', _world.Notes)}");
            Assert.Empty(_world.Breaches);
            Assert.All(members, m => Assert.Equal(0, m.Itself.Borrowed));
        }

        // One that always polls is there, so that time goes on.
        private ModelMember Add(bool isLast = false)
        {
            if (isLast && _members.Find(m => !m.IsFrozen) is { } there) return there;
            var member = new ModelMember(_world, _cluster, $"m{++_lastMember}");
            _members.Add(member);
            return member;
        }

        private void Step(int what)
        {
            var partition = new TopicPartition("orders", _world.Pick(3));
            var end = _cluster.LogOf(partition)?.End ?? 0;
            var member = _members[_world.Pick(_members.Count)];
            if (_cluster.LogOf(partition) is null && what is >= 3 and <= 7) return;
            switch (what)
            {
                case 0: _cluster.SetBrokersDown(!_cluster.Network.AreBrokersDown); break;
                case 1: _cluster.SetCoordinatorDown(!_cluster.Network.IsCoordinatorDown); break;
                case 2: Recreate(); break;
                case 3: _cluster.Truncate(partition, end - _world.Pick(5)); break;
                case 4: _cluster.DeleteBefore(partition, end - _world.Pick(10)); break;
                case 5: _transactions.Add(_cluster.BeginTransaction(partition, (null, $"t{_world.Notes.Count}"))); break;
                case 6: _cluster.Compact(partition, end - 2, end - 3); break;
                case 7: _cluster.GrowTopic("orders", 3 + _world.Pick(3)); break;
                case 8: member.SetFrozen(!member.IsFrozen); break;
                case 9: Remove(member, isKilled: true); break;
                case 10: Remove(member, isKilled: false); break;
                case 11: Add(); break;
                case 12: EndTransactions(); break;
                case 14: member.Client.TrySeek(partition, end - _world.Pick(3), _world.Pick(3) - 1); break;
                case 15: _endings.Add(_cluster.HoldOffset(partition)); break;
                case 16: StandStill(member); break;
                case 13: member.BeginCommit(_world.Pick(2) * 600); break;
                default: if (_cluster.LogOf(partition) is not null) _cluster.Append(partition, (null, $"v{_world.Notes.Count}"), ("k", $"w{_world.Notes.Count}")); break;
            }
        }

        private void Recreate()
        {
            EndTransactions();
            if (_cluster.Topics.ContainsKey("orders")) _cluster.DeleteTopic("orders");
            else _cluster.CreateTopic("orders", 3);
        }

        private void Remove(ModelMember member, bool isKilled)
        {
            if (isKilled) member.Itself.Kill();
            else if (member.IsFrozen || !member.Client.Close(TimeSpan.FromSeconds(_world.Pick(10))))
            {
                member.Client.Abandon();
                member.Itself.Kill();
            }

            _members.Remove(member);
            if (_members.Count == 0) Add();
        }

        private void EndTransactions()
        {
            foreach (var end in _transactions) end(_world.Chance(0.5));
            _transactions.Clear();
            foreach (var end in _endings) end();
            _endings.Clear();
        }

        // Nobody polls it for too long, though it is not frozen.
        private void StandStill(ModelMember member)
        {
            ModelMember[] others = [.. _members.Where(m => m != member && !m.IsFrozen)];
            if (others.Length == 0 || _world.Chance(0.5)) return;
            ModelMember.For(TimeSpan.FromMinutes(2.6), others);
            ModelMember.For(TimeSpan.FromMinutes(2.6), others);
        }

        private void Calm()
        {
            EndTransactions();
            _cluster.SetBrokersDown(false);
            _cluster.SetCoordinatorDown(false);
            foreach (var member in _members) member.SetFrozen(false);
            if (!_cluster.Topics.ContainsKey("orders")) _cluster.CreateTopic("orders", 3);
        }
    }
}
