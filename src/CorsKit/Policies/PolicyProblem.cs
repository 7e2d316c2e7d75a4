using System.Diagnostics.CodeAnalysis;
using CorsKit.Diagnostics;

namespace CorsKit;

/// <summary>One thing that is wrong with the settings of a policy.</summary>
public sealed record PolicyProblem
{
    /// <summary>Made with an object initializer.</summary>
    public PolicyProblem()
    {
    }

    [SetsRequiredMembers]
    internal PolicyProblem(string code, string setting, string? value, string reason, string fix)
    {
        Code = code;
        Setting = setting;
        Value = value;
        Reason = reason;
        Fix = fix;
    }

    [SetsRequiredMembers]
    internal PolicyProblem(string setting, string? value, in Fault fault)
        : this(fault.Code, setting, value, fault.Reason, fault.Fix)
    {
    }

    /// <summary>A stable code, <c>CORS001</c> and on; each is explained in the README of the package.</summary>
    public required string Code { get; init; }

    /// <summary>The setting, such as <c>AllowOrigins</c>, led by its section where the settings came from one.</summary>
    public required string Setting { get; init; }

    /// <summary>The offending value; null where the setting is missing or wrong as a whole.</summary>
    public string? Value { get; init; }

    /// <summary>What is wrong, without a full stop.</summary>
    public required string Reason { get; init; }

    /// <summary>What to write instead, as a sentence.</summary>
    public required string Fix { get; init; }

    /// <summary>The problem in one line: code, setting, value, reason and fix.</summary>
    /// <returns>The line; the value is cut and cleaned in it.</returns>
    public override string ToString() =>
        Value is null
            ? $"{Code} {Setting}: {Reason}. {Fix}"
            : $"{Code} {Setting} \"{LogText.Clean(Value)}\": {Reason}. {Fix}";

    /// <summary>The problem, with its setting led by the place where a user finds it.</summary>
    internal PolicyProblem At(string path) => this with { Setting = $"{path}:{Setting}" };

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
