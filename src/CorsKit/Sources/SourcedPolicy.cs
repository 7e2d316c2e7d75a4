using CorsKit.Policies;

namespace CorsKit.Sources;

/// <summary>A policy that asks a source about origins that it does not list.</summary>
internal sealed record SourcedPolicy(string Name, GatewayCorsPolicy Policy, PolicySource Source) : NamedPolicy(Name, Policy)
{
    private const int Slots = 256;

    // Origins that may be asked about, the last one of each slot: only a policy whose tenants the request tells needs them.
    private string?[]? _askable;

    /// <summary>What is remembered of its source, once that was looked for.</summary>
    public OriginLookup? Lookup { get; set; }

    /// <summary>
    /// Whether it is known that the source may be asked about an origin: that it is well-formed and neither listed nor matched by a pattern. Where
    /// it is not known, it has to be found out.
    /// </summary>
    public bool IsKnownToAsk(string origin) => _askable is { } askable && askable[SlotOf(origin)] == origin;

    public void KnowToAsk(string origin) => (_askable ??= new string?[Slots])[SlotOf(origin)] = origin;

    /// <summary>Where two share a slot, each is parsed again. Origins come from requests, and .NET's hash of a string is random for each process: nobody can aim at a slot.</summary>
    private static int SlotOf(string origin) => origin.GetHashCode(StringComparison.Ordinal) & (Slots - 1);
}
