using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Rules.Input;

internal sealed class NothingToCheck(Place start) : Rule(Page)
{
    public static readonly RuleHelp Page = new("CK002", Level.Note, "No front door in the file")
    {
        Why = "There is no REST API, HTTP API, Function URL, load balancer listener or CloudFront distribution in the file, so that \"no findings\" says nothing.",
        Mend = "Name the template that declares the API.",
        Source = "https://github.com/corskit/corskit",
    };

    public override IEnumerable<Fault> Check(Architecture architecture, App? app) =>
        architecture.IsEmpty ? [new Fault(start, null, "There is no front door in this file.")] : [];
}
