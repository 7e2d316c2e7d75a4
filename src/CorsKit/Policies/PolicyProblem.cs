namespace CorsKit;

/// <summary>One thing that is wrong with the settings of a policy.</summary>
/// <param name="Code">A stable code, <c>CORS001</c> and on; each is explained in the README.</param>
/// <param name="Setting">The setting, such as <c>AllowOrigins</c>, led by its section where the settings came from one.</param>
/// <param name="Value">The offending value; null where the setting is missing or wrong as a whole.</param>
/// <param name="Reason">What is wrong, without a full stop.</param>
/// <param name="Fix">What to write instead, as a sentence.</param>
public sealed record PolicyProblem(string Code, string Setting, string? Value, string Reason, string Fix)
{
    /// <summary>The problem in one line: code, setting, value, reason and fix.</summary>
    public override string ToString() =>
        Value is null
            ? $"{Code} {Setting}: {Reason}. {Fix}"
            : $"{Code} {Setting} \"{LogText.Clean(Value)}\": {Reason}. {Fix}";

    /// <summary>
    /// The failures of an OptionsValidationException. Its message puts them into one line, with a semicolon between them, in
    /// which nobody finds the second; so all but the last end their line.
    /// </summary>
    internal static string[] Failures(IReadOnlyList<PolicyProblem> problems)
    {
        var failures = new string[problems.Count];
        for (var i = 0; i < failures.Length; i++)
        {
            failures[i] = i < failures.Length - 1 ? problems[i] + Environment.NewLine : problems[i].ToString();
        }

        return failures;
    }
}
