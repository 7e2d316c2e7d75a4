using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.FunctionUrls;

internal sealed class ConfigurationDrift() : FunctionUrlRule(Help)
{
    public static readonly RuleHelp Help = new("CK306", Level.Error, "Function URL: its Cors disagrees with the app's settings")
    {
        ConsoleMessage = Chromium.NoHeader,
        Why = "With \"Enabled\": false the Function URL is the owner, and the settings are what it should say. What it says is something else.",
        Fix = "Write what \"corskit export --to function-url\" prints.",
        Source = "https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html",
    };

    protected override IEnumerable<Fault> Check(FunctionUrl url, App? app)
    {
        if (app is { WritesCors: false, Rules: { } rules } && url.Cors is { } cors && Drift.Between(rules, cors, "the Function URL") is { Count: > 0 } differences)
        {
            yield return new Fault(cors.Location, url.Id, $"The Function URL disagrees with the settings: {string.Join("; ", differences)}.");
        }
    }
}
