using CorsKit.Sources;

namespace CorsKit.Tests.Sources;

/// <summary>The memory of answers against its naive twin, and read while others write.</summary>
public sealed class RecentAnswersTests
{
    [Theory]
    [InlineData(1, 3)]
    [InlineData(4, 8)]
    [InlineData(40, 100)]
    public void It_remembers_what_a_list_would(int capacity, int origins)
    {
        var random = new Random(capacity);
        var answers = new RecentAnswers();
        var twin = new Twin();
        for (var i = 0; i < 20_000; i++)
        {
            var key = new OriginKey($"https://shop-{random.Next(origins)}.example", random.Next(3) == 0 ? null : $"{random.Next(2)}");
            switch (random.Next(8))
            {
                case 0:
                    answers.Remove(key.Origin, key.Tenant);
                    twin.Remove(key);
                    break;
                case 1 or 2 or 3:
                    var finding = (OriginFinding)random.Next(3);
                    answers.Set(new(key, finding, 0, 0, 0), capacity);
                    twin.Set(key, finding, capacity);
                    break;
                default:
                    var answer = answers.Find(key.Origin, key.Tenant);
                    _ = answer is null || (answer.IsUsed = true);
                    Assert.Equal(twin.Use(key), answer?.Finding);
                    break;
            }

            Assert.Equal(twin.Count, answers.Count);
        }
    }

    /// <summary>Whoever uses all that is there keeps nobody waiting: so many are passed over and no more.</summary>
    [Fact]
    public void What_is_used_is_passed_over_a_bounded_number_of_times()
    {
        var answers = new RecentAnswers();
        for (var i = 0; i < 500; i++)
        {
            answers.Set(new(new OriginKey($"https://shop-{i}.example", null), OriginFinding.Allowed, 0, 0, 0) { IsUsed = true }, 500);
        }

        answers.Set(new(new OriginKey("https://new.example", null), OriginFinding.Allowed, 0, 0, 0), 500);

        Assert.Equal([100], Enumerable.Range(0, 500).Where(i => answers.Find($"https://shop-{i}.example", null) is null));
        Assert.Equal((500, 0), answers.Count);
    }

    [Fact]
    public async Task Those_who_read_while_others_write_find_their_own_answer_or_none()
    {
        var answers = new RecentAnswers();
        var writing = new Lock();
        var found = 0;
        answers.Set(Answer(0), 80);

        // On threads of their own: those of the pool are for the tests beside this one.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Factory.StartNew(() =>
        {
            var random = new Random(worker);
            for (var i = 0; i < 200_000; i++)
            {
                var number = random.Next(200);
                var origin = $"https://shop-{number}.example";
                if (worker % 2 == 0)
                {
                    lock (writing)
                    {
                        if (random.Next(4) == 0)
                        {
                            answers.Remove(origin, null);
                        }
                        else
                        {
                            answers.Set(Answer(number), 80);
                        }

                        Assert.True(answers.Count is { Allowed: <= 80, Refused: <= 80 });
                    }
                }
                else if (answers.Find(origin, null) is { } answer)
                {
                    answer.IsUsed = true;
                    Assert.Equal((origin, number, number % 2 == 0 ? OriginFinding.Allowed : OriginFinding.Refused), (answer.Origin, answer.Given, answer.Finding));
                    Interlocked.Increment(ref found);
                }
            }
        }, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.True(found > 0);

        static RecentAnswer Answer(int number) => new(new OriginKey($"https://shop-{number}.example", null), number % 2 == 0 ? OriginFinding.Allowed : OriginFinding.Refused, number, 0, 0);
    }

    /// <summary>Lists that are searched from their beginning.</summary>
    private sealed class Twin
    {
        private readonly List<(OriginKey Key, OriginFinding Finding, bool IsUsed)> _answers = [];

        public (int Allowed, int Refused) Count => (_answers.Count(answer => answer.Finding == OriginFinding.Allowed), _answers.Count(answer => answer.Finding != OriginFinding.Allowed));

        public void Remove(OriginKey key) => _answers.RemoveAll(answer => answer.Key == key);

        public OriginFinding? Use(OriginKey key)
        {
            var index = _answers.FindIndex(answer => answer.Key == key);
            if (index < 0)
            {
                return null;
            }

            _answers[index] = _answers[index] with { IsUsed = true };
            return _answers[index].Finding;
        }

        public void Set(OriginKey key, OriginFinding finding, int capacity)
        {
            Remove(key);
            bool IsOfTheKind((OriginKey Key, OriginFinding Finding, bool IsUsed) answer) => (answer.Finding == OriginFinding.Allowed) == (finding == OriginFinding.Allowed);
            for (var passed = 0; _answers.Count(IsOfTheKind) >= capacity;)
            {
                var oldest = _answers.First(IsOfTheKind);
                _answers.Remove(oldest);
                if (oldest.IsUsed && passed++ < 100)
                {
                    _answers.Add(oldest with { IsUsed = false });
                }
            }

            _answers.Add((key, finding, false));
        }
    }
}
