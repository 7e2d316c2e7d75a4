using Microsoft.Extensions.Options;

namespace CorsKit;

/// <summary>Reports every problem of every policy, one failure each.</summary>
internal sealed class GatewayCorsOptionsValidator : IValidateOptions<GatewayCorsOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayCorsOptions options)
    {
        var problems = options.Compile().Problems;
        if (problems.Count == 0)
        {
            return ValidateOptionsResult.Success;
        }

        var failures = new string[problems.Count];
        for (var i = 0; i < failures.Length; i++)
        {
            failures[i] = problems[i].ToString();
        }

        return ValidateOptionsResult.Fail(failures);
    }
}
