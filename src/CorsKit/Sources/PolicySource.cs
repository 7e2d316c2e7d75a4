using CorsKit.Origins;
using Microsoft.Extensions.DependencyInjection;

namespace CorsKit.Sources;

/// <summary>The source that a policy asks for what its own list does not allow.</summary>
/// <param name="Type">The class, as the app's services know it; that of the rule where there is one.</param>
/// <param name="Options">Bounds, lifetimes and tenants.</param>
internal sealed record PolicySource(Type Type, OriginSourceOptions Options)
{
    /// <summary>The rule in code; null where the source is a class that the app's services make.</summary>
    public OriginRule? Rule { get; init; }

    /// <summary>For the log: a delegate has no name that anybody wrote.</summary>
    public string Name => Rule is null ? Type.Name : "The rule of AllowOriginsFrom";

    /// <summary>Whether the policy lets in no http origin: with credentials the rule of the list holds for the store too.</summary>
    public bool RefusesHttp { get; init; }

    /// <summary>A list refuses what can be no origin of a browser, and so does a source; its own words do not count.</summary>
    public bool MayAsk(in Origin origin) =>
        !UnusableScheme.Is(origin.Scheme)
        && (!RefusesHttp || !origin.Scheme.SequenceEqual("http") || Host.IsLoopback(origin.Host));

    /// <summary>What is to be asked now.</summary>
    public IOriginSource Open(IServiceProvider services) => Rule ?? (IOriginSource)services.GetRequiredService(Type);

    /// <summary>Whether both say the same, as far as that can be seen: what a rule in code does cannot.</summary>
    public bool SameAs(PolicySource? other) => other is not null && Type == other.Type
        && Options.MaxEntries == other.Options.MaxEntries && Options.AllowedLifetime == other.Options.AllowedLifetime
        && Options.RefusedLifetime == other.Options.RefusedLifetime && Options.GraceLifetime == other.Options.GraceLifetime
        && Options.Timeout == other.Options.Timeout && Options.RetryAfter == other.Options.RetryAfter;
}
