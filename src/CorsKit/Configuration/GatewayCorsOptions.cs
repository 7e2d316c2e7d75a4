namespace CorsKit;

/// <summary>
/// The policies of an app. Filled from configuration, from code, or from both; nothing is judged until the app starts,
/// when every problem of every policy is reported at once.
/// </summary>
public sealed class GatewayCorsOptions
{
    private PolicySet? _compiled;

    /// <summary>
    /// Whether the middleware does anything; false makes it a pass-through, for an API whose owner of CORS is the front
    /// door. Default: true.
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The policies in the order in which they were added.</summary>
    internal List<PolicyDefinition> Definitions { get; } = [];

    /// <summary>Problems that were met before there were policies to compile.</summary>
    internal List<PolicyProblem> Problems { get; } = [];

    /// <summary>Adds the policy of every request that no endpoint or <c>UseGatewayCors(name)</c> gives another one.</summary>
    /// <param name="configure">Writes its settings.</param>
    public GatewayCorsOptions AddDefaultPolicy(Action<GatewayCorsPolicyBuilder> configure) => Add(null, configure);

    /// <summary>Adds a policy under a name. A name that is taken is a problem, reported at startup.</summary>
    /// <param name="name">The name that endpoints and <c>UseGatewayCors(name)</c> use; case does not count.</param>
    /// <param name="configure">Writes its settings.</param>
    public GatewayCorsOptions AddPolicy(string name, Action<GatewayCorsPolicyBuilder> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Add(name, configure);
    }

    /// <summary>Compiles once; the options of an app are complete when they are first asked.</summary>
    internal PolicySet Compile() => _compiled ??= PolicySet.Compile(this);

    private GatewayCorsOptions Add(string? name, Action<GatewayCorsPolicyBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = new GatewayCorsPolicyBuilder();
        configure(builder);
        var path = name is null ? nameof(AddDefaultPolicy) : $"{nameof(AddPolicy)}(\"{name}\")";
        Definitions.Add(new PolicyDefinition(name, path, builder.Settings));
        foreach (var problem in builder.Problems)
        {
            Problems.Add(PolicyDefinition.At(path, problem));
        }

        return this;
    }
}
