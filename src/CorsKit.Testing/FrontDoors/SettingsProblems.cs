namespace CorsKit.Testing.FrontDoors;

internal static class SettingsProblems
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "ANY"];

    public static IEnumerable<string> OfStage(string stage) =>
        stage.Length > 0 && stage.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? []
            : [$"The stage '{stage}' cannot be: a stage is letters, digits, hyphens and underscores, without slashes."];

    public static string? OfMethod(string method) =>
        Methods.Contains(method) ? null : $"The method '{method}' is none of {string.Join(", ", Methods)}, in upper case.";

    public static string? OfThrottling(Throttling? limits) =>
        limits is { BurstLimit: >= 0, RateLimit: >= 0 } or null ? null : $"Throttling is at least 0, not {limits.BurstLimit} and {limits.RateLimit}.";

    /// <exception cref="ArgumentException">There are problems; the message has them all.</exception>
    public static void Throw(string frontDoor, IReadOnlyCollection<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new ArgumentException($"This {frontDoor} cannot be, on AWS or here:\n- {string.Join("\n- ", problems)}");
        }
    }
}
