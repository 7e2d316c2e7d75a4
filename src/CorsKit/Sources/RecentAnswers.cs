using System.Runtime.InteropServices;

namespace CorsKit.Sources;

/// <summary>An origin, and the tenant that is asked about it.</summary>
internal readonly record struct OriginKey(string Origin, string? Tenant);

/// <summary>An answer and how long it holds, in ticks of UTC: the clock that goes on while a Lambda sandbox is frozen.</summary>
internal readonly record struct RecentAnswer(OriginFinding Finding, long Given, long FreshUntil, long GraceUntil)
{
    /// <summary>A clock that was set back makes answers old, not young.</summary>
    public bool IsFresh(long now) => Given <= now && now < FreshUntil;

    public bool IsInGrace(long now) => Given <= now && now < GraceUntil;
}

/// <summary>A bounded number of answers: the least recently used is dropped first. Not safe for concurrent use.</summary>
internal sealed class RecentAnswers
{
    private readonly Dictionary<OriginKey, LinkedListNode<(OriginKey Key, RecentAnswer Answer)>> _byKey = [];
    private readonly LinkedList<(OriginKey Key, RecentAnswer Answer)> _byUse = new();

    public int Count => _byKey.Count;

    public bool TryGet(in OriginKey key, out RecentAnswer answer)
    {
        if (!_byKey.TryGetValue(key, out var node))
        {
            answer = default;
            return false;
        }

        if (!ReferenceEquals(node, _byUse.First))
        {
            _byUse.Remove(node);
            _byUse.AddFirst(node);
        }

        answer = node.Value.Answer;
        return true;
    }

    public void Set(in OriginKey key, RecentAnswer answer, int capacity)
    {
        ref var node = ref CollectionsMarshal.GetValueRefOrAddDefault(_byKey, key, out var exists);
        if (exists)
        {
            _byUse.Remove(node!);
        }

        node ??= new((key, answer));
        node.Value = (key, answer);
        _byUse.AddFirst(node);
        while (_byUse.Count > capacity && _byUse.Last is { } oldest)
        {
            _byUse.RemoveLast();
            _byKey.Remove(oldest.Value.Key);
        }
    }

    public void Remove(in OriginKey key)
    {
        if (_byKey.Remove(key, out var node))
        {
            _byUse.Remove(node);
        }
    }
}
