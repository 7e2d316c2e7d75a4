using CorsKit.Configuration;
using CorsKit.Tool.Apps;
using CorsKit.Tool.Reports;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Commands;

/// <summary>The one policy that a command works with.</summary>
internal static class ChosenPolicy
{
    /// <returns>It, and whether the app writes CORS headers; null where there is none, and what is wrong has been said.</returns>
    public static (PolicyDefinition Definition, bool WritesCors)? Find(string settings, string? environment, string? policy, TextWriter error)
    {
        App app;
        try
        {
            app = AppSettings.Load(settings, environment).Build([]);
        }
        catch (UnusableInput unusable)
        {
            error.WriteLine(PrintableText.Of(unusable.Message));
            return null;
        }

        foreach (var problem in app.Policies.Problems)
        {
            error.WriteLine(PrintableText.Of($"{app.Find(problem)}: {problem}"));
        }

        if (app.Policies.Problems.Count > 0)
        {
            return null;
        }

        var definition = policy is null ? app.Definition
            : app.Policies.Definitions.FirstOrDefault(definition => policy.Equals(definition.Name, StringComparison.OrdinalIgnoreCase));
        if (definition is null)
        {
            error.WriteLine(PrintableText.Of(policy is null
                ? $"There is no default policy in {settings}; name one with --policy. {app.Policies.DescribeNames()}"
                : $"There is no policy \"{policy}\" in {settings}. {app.Policies.DescribeNames()}"));
            return null;
        }

        return (definition, app.WritesCors);
    }
}
