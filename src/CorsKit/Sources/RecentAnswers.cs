namespace CorsKit.Sources;

/// <summary>
/// A bounded number of answers of each kind, allowed and not: one that was not used lately is dropped first. An answer is found, and marked as
/// used, without a lock; whoever writes must hold one. A reader may miss an answer while the table grows, and looks again with the lock.
/// </summary>
internal sealed class RecentAnswers
{
    /// <summary>How many that were used are passed over before one is dropped all the same, so that nobody waits for a walk through a million.</summary>
    private const int MostSecondChances = 100;

    private readonly DropOrder _allowed = new();
    private readonly DropOrder _refused = new();
    private volatile RecentAnswer?[] _buckets = new RecentAnswer?[16];

    public (int Allowed, int Refused) Count => (_allowed.Count, _refused.Count);

    public RecentAnswer? Find(string origin, string? tenant)
    {
        var buckets = _buckets;
        var answer = Volatile.Read(ref buckets[SlotOf(origin, tenant, buckets.Length)]);
        while (answer is not null && !Is(answer, origin, tenant))
        {
            answer = answer.Next;
        }

        return answer;
    }

    /// <summary>Remembers an answer in place of what was known.</summary>
    public void Set(RecentAnswer answer, int capacity)
    {
        Remove(answer.Origin, answer.Tenant);
        var order = OrderOf(answer);
        for (var chances = MostSecondChances; order.Count >= capacity && order.Oldest is { } oldest;)
        {
            if (oldest.IsUsed && chances-- > 0)
            {
                oldest.IsUsed = false;
                order.Remove(oldest);
                order.Add(oldest);
            }
            else
            {
                Remove(oldest.Origin, oldest.Tenant);
            }
        }

        if (_allowed.Count + _refused.Count >= _buckets.Length)
        {
            Grow();
        }

        order.Add(answer);
        Add(_buckets, answer);
    }

    public void Remove(string origin, string? tenant)
    {
        var slot = SlotOf(origin, tenant, _buckets.Length);
        RecentAnswer? before = null;
        for (var answer = _buckets[slot]; answer is not null; before = answer, answer = answer.Next)
        {
            if (Is(answer, origin, tenant))
            {
                // It still leads on whoever is reading it.
                if (before is null)
                {
                    Volatile.Write(ref _buckets[slot], answer.Next);
                }
                else
                {
                    before.Next = answer.Next;
                }

                OrderOf(answer).Remove(answer);
                return;
            }
        }
    }

    public void ForgetVerdicts()
    {
        foreach (var order in new[] { _allowed, _refused })
        {
            for (var answer = order.Oldest; answer is not null; answer = answer.Newer)
            {
                answer.ForgetVerdict();
            }
        }
    }

    private void Grow()
    {
        var grown = new RecentAnswer?[_buckets.Length * 2];
        foreach (var order in new[] { _allowed, _refused })
        {
            for (var answer = order.Oldest; answer is not null; answer = answer.Newer)
            {
                Add(grown, answer);
            }
        }

        _buckets = grown;
    }

    private static void Add(RecentAnswer?[] buckets, RecentAnswer answer)
    {
        ref var first = ref buckets[SlotOf(answer.Origin, answer.Tenant, buckets.Length)];
        answer.Next = first;
        Volatile.Write(ref first, answer);
    }

    private DropOrder OrderOf(RecentAnswer answer) => answer.Finding == OriginFinding.Allowed ? _allowed : _refused;

    private static bool Is(RecentAnswer answer, string origin, string? tenant) =>
        string.Equals(answer.Origin, origin, StringComparison.Ordinal) && string.Equals(answer.Tenant, tenant, StringComparison.Ordinal);

    /// <summary>Origins and tenants come from requests: the hash of a string is keyed, so that nobody can fill one slot.</summary>
    private static int SlotOf(string origin, string? tenant, int slots)
    {
        var hash = origin.GetHashCode(StringComparison.Ordinal);
        return (tenant is null ? hash : (hash * 397) ^ tenant.GetHashCode(StringComparison.Ordinal)) & (slots - 1);
    }

    /// <summary>The answers of one kind, from the one that is dropped last.</summary>
    private sealed class DropOrder
    {
        public int Count { get; private set; }

        public RecentAnswer? Newest { get; private set; }

        public RecentAnswer? Oldest { get; private set; }

        public void Add(RecentAnswer answer)
        {
            answer.Older = Newest;
            if (Newest is null)
            {
                Oldest = answer;
            }
            else
            {
                Newest.Newer = answer;
            }

            Newest = answer;
            Count++;
        }

        public void Remove(RecentAnswer answer)
        {
            if (answer.Newer is null)
            {
                Newest = answer.Older;
            }
            else
            {
                answer.Newer.Older = answer.Older;
            }

            if (answer.Older is null)
            {
                Oldest = answer.Newer;
            }
            else
            {
                answer.Older.Newer = answer.Newer;
            }

            answer.Newer = answer.Older = null;
            Count--;
        }
    }
}
