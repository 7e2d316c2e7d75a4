using CorsKit.Policies;

namespace CorsKit.Sources;

/// <summary>A policy that asks a source about origins that it does not list.</summary>
internal sealed record SourcedPolicy(string Name, GatewayCorsPolicy Policy, PolicySource Source) : NamedPolicy(Name, Policy)
{
    /// <summary>What is remembered of its source, once that was looked for.</summary>
    public OriginLookup? Lookup { get; set; }
}
