using CorsKit.Configuration;
using CorsKit.Policies;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace CorsKit;

/// <summary>The policies of a configuration section, for a function that has no ASP.NET Core app, such as a Lambda authorizer.</summary>
public static class GatewayCorsPolicies
{
    /// <summary>Compiles all policies of a section, in the form that <c>AddGatewayCors</c> reads.</summary>
    /// <param name="section">The section whose keys are AllowOrigins and so on.</param>
    /// <returns>The policies by name, whose case does not count; the default one is called <c>default</c>.</returns>
    /// <exception cref="OptionsValidationException">There are problems; <see cref="OptionsValidationException.Failures"/> has an entry for each.</exception>
    public static IReadOnlyDictionary<string, GatewayCorsPolicy> Load(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        var options = new GatewayCorsOptions();
        GatewayCorsSection.Read(section, options);
        var set = options.Compile();
        if (set.Problems.Count > 0)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(GatewayCorsOptions), PolicyProblem.Failures(set.Problems));
        }

        var policies = new Dictionary<string, GatewayCorsPolicy>(StringComparer.OrdinalIgnoreCase);
        foreach (var definition in set.Definitions)
        {
            var name = definition.Name ?? NamedPolicy.DefaultName;
            policies[name] = set.SelectByName(name)!.Policy;
        }

        return policies;
    }
}
