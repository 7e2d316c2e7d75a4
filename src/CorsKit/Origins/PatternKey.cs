namespace CorsKit.Origins;

/// <summary>What a pattern leaves fixed, and what is looked for among patterns.</summary>
internal readonly ref struct PatternKey(PatternKind kind, ReadOnlySpan<char> scheme, ReadOnlySpan<char> host, int port)
{
    private readonly PatternKind _kind = kind;
    private readonly ReadOnlySpan<char> _scheme = scheme;
    private readonly ReadOnlySpan<char> _host = host;
    private readonly int _port = port;

    /// <summary>What the label begins with; of <see cref="PatternKind.Label"/> alone.</summary>
    public ReadOnlySpan<char> Prefix { get; init; }

    /// <summary>What the label ends with; of <see cref="PatternKind.Label"/> alone.</summary>
    public ReadOnlySpan<char> Suffix { get; init; }

    /// <param name="other">Another.</param>
    /// <param name="wholeLabels">Whether the text of the label counts.</param>
    public bool Is(in PatternKey other, bool wholeLabels) =>
        _kind == other._kind && _port == other._port && _host.SequenceEqual(other._host) && _scheme.SequenceEqual(other._scheme)
        && (!wholeLabels || (Prefix.SequenceEqual(other.Prefix) && Suffix.SequenceEqual(other.Suffix)));
}
