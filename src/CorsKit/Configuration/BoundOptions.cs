using CorsKit.Diagnostics;
using Microsoft.Extensions.Options;

namespace CorsKit.Configuration;

/// <summary>
/// Finds a section that was bound to the options by <c>AddOptions&lt;GatewayCorsOptions&gt;().Bind(section)</c> or
/// <c>Configure&lt;GatewayCorsOptions&gt;(section)</c>: the binder knows public properties and not policies, so that it would
/// leave out all of them in silence.
/// </summary>
/// <param name="bound">The framework adds one for each section that is bound.</param>
internal sealed class BoundOptions(IOptionsChangeTokenSource<GatewayCorsOptions>? bound = null) : IPostConfigureOptions<GatewayCorsOptions>
{
    public void PostConfigure(string? name, GatewayCorsOptions options)
    {
        if (options is { Enabled: true, Definitions.Count: 0 } && bound is not null)
        {
            options.Problems.Add(new PolicyProblem(ProblemCode.NoPolicy, nameof(GatewayCorsOptions), null,
                "A configuration section is bound to the options, which fills Enabled and RefreshAfter and no policy",
                "Write services.AddGatewayCors(section) in place of AddOptions<GatewayCorsOptions>().Bind(section) or Configure<GatewayCorsOptions>(section)."));
        }
    }
}
