using CorsKit.Configuration;
using CorsKit.Diagnostics;
using CorsKit.Selection;

namespace CorsKit;

/// <summary>
/// The policies of an app. Filled from configuration, from code, or from both; nothing is evaluated until the app starts,
/// when every problem of every policy is reported at once.
/// </summary>
public sealed class GatewayCorsOptions
{
    private PolicySet? _compiled;

    /// <summary>
    /// Whether the middleware does anything; false makes it a pass-through, for an API whose owner of CORS is the front
    /// door. Default: true.
    /// </summary>
    /// <example><code>cors.Enabled = false;</code></example>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// The first request after this time has all of the app's configuration read again before it is answered, and waits for
    /// it: for Lambda, where the timers of configuration providers stand still between invocations. Other requests meanwhile
    /// go on with the policies there are. A provider that fails changes nothing. At least a second; read once. Default: null,
    /// never; changes that a provider notices by itself are followed anyway.
    /// </summary>
    /// <example><code>cors.RefreshAfter = TimeSpan.FromMinutes(5);</code></example>
    public TimeSpan? RefreshAfter { get; set; }

    /// <summary>The policies in the order in which they were added.</summary>
    internal List<PolicyDefinition> Definitions { get; } = [];

    /// <summary>Problems that were met before there were policies to compile.</summary>
    internal List<PolicyProblem> Problems { get; } = [];

    internal PolicySelection? Selection { get; private set; }

    /// <summary>Adds the policy of every request that no endpoint or <c>UseGatewayCors(name)</c> gives another one.</summary>
    /// <param name="configure">Writes its settings.</param>
    /// <returns>The same options.</returns>
    /// <example><code>cors.AddDefaultPolicy(policy =&gt; policy.AllowOrigins("https://shop.example.com"));</code></example>
    public GatewayCorsOptions AddDefaultPolicy(Action<GatewayCorsPolicyBuilder> configure) => Add(null, configure);

    /// <summary>Adds a policy under a name. A name that is taken is a problem, reported at startup.</summary>
    /// <param name="name">The name that endpoints and <c>UseGatewayCors(name)</c> use; case does not count.</param>
    /// <param name="configure">Writes its settings.</param>
    /// <returns>The same options.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    /// <example><code>cors.AddPolicy("public", policy =&gt; policy.AllowAnyOrigin());</code></example>
    public GatewayCorsOptions AddPolicy(string name, Action<GatewayCorsPolicyBuilder> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Add(name, configure);
    }

    /// <summary>
    /// Selects the policy of each request that no endpoint's metadata gives one. It replaces that of <c>UseGatewayCors</c>
    /// and is never merged with it. An unknown name, or an exception, refuses every origin and is logged.
    /// </summary>
    /// <param name="select">The name of a policy (<c>default</c> for the default one), or null for that of <c>UseGatewayCors</c>.</param>
    /// <param name="reads">Declares what it reads besides the host, so that <c>Vary</c> names it.</param>
    /// <param name="preflightPolicy">
    /// The policy that answers all preflights. Needed where the selection reads what they do not carry: credentials, headers that
    /// pages set, the authorizer's context. Let it list every origin, method and header that any of the selected policies lists:
    /// it alone decides what pages may send, and the selected policy decides what they may read.
    /// </param>
    /// <returns>The same options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="select"/> is null.</exception>
    /// <example><code>cors.SelectPolicy(request =&gt; request.Host == "partners.example.com" ? "partners" : null);</code></example>
    public GatewayCorsOptions SelectPolicy(Func<CorsRequest, string?> select, Action<VaryBy>? reads = null, string? preflightPolicy = null)
    {
        ArgumentNullException.ThrowIfNull(select);
        return SelectPolicy((request, _) => new ValueTask<string?>(select(request)), reads, preflightPolicy);
    }

    /// <summary>The same, by asking elsewhere.</summary>
    /// <inheritdoc cref="SelectPolicy(Func{CorsRequest, string?}, Action{VaryBy}?, string?)"/>
    public GatewayCorsOptions SelectPolicy(Func<CorsRequest, CancellationToken, ValueTask<string?>> select, Action<VaryBy>? reads = null, string? preflightPolicy = null)
    {
        ArgumentNullException.ThrowIfNull(select);
        if (Selection is not null)
        {
            Problems.Add(new PolicyProblem(ProblemCode.DuplicateSelection, nameof(SelectPolicy), null,
                "SelectPolicy is called twice, and selections are never merged", "Call it once."));
        }

        var declared = new VaryBy();
        reads?.Invoke(declared);
        Selection = new PolicySelection(select, declared, preflightPolicy);
        return this;
    }

    /// <summary>Compiles once; the options of an app are complete when they are first asked.</summary>
    internal PolicySet Compile() => _compiled ??= PolicySet.Compile(this);

    private GatewayCorsOptions Add(string? name, Action<GatewayCorsPolicyBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = new GatewayCorsPolicyBuilder();
        configure(builder);
        var path = name is null ? nameof(AddDefaultPolicy) : $"{nameof(AddPolicy)}(\"{name}\")";
        Definitions.Add(new PolicyDefinition(name, path, builder.Settings, builder.Source));
        foreach (var problem in builder.Problems)
        {
            Problems.Add(problem.At(path));
        }

        return this;
    }
}
