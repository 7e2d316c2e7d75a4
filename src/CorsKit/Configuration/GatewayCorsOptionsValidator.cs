using Microsoft.Extensions.Options;

namespace CorsKit.Configuration;

/// <summary>Reports every problem of every policy, one failure each.</summary>
internal sealed class GatewayCorsOptionsValidator : IValidateOptions<GatewayCorsOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayCorsOptions options)
    {
        var problems = options.Compile().Problems;
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(PolicyProblem.Failures(problems));
    }
}
