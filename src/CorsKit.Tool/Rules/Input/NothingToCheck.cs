using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Rules.Input;

/// <summary>Not a rule about front doors: there is none, in any scenario.</summary>
internal static class NothingToCheck
{
    public static readonly RuleHelp Help = new("CK002", Level.Note, "No front door in the file")
    {
        Why = "There is no REST API, HTTP API, Function URL, load balancer listener or CloudFront distribution in the file, so that \"no findings\" says nothing.",
        Fix = "Name the template that declares the API.",
        Source = "https://github.com/corskit/corskit",
    };

    public static Fault In(Location file, string? why) => new(file, null, why ?? "There is no front door in this file.");
}
