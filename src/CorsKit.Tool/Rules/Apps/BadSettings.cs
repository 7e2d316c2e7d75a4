using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Apps;

internal sealed class BadSettings() : Rule(Help)
{
    public static readonly RuleHelp Help = new("CK601", Level.Error, "App: the settings have problems, and the app does not start with them")
    {
        ConsoleMessage = Chromium.NoHeader,
        Why = "The app evaluates its settings when it starts and stops at any problem. corskit asks the same engine. The finding names its version of CorsKit: an app of another version may say it in other words.",
        Fix = "Write what the message says; the README of CorsKit explains each code.",
        Source = "https://github.com/corskit/corskit/blob/main/src/CorsKit/README.md#errors-at-startup",
    };

    private static readonly string Version = typeof(GatewayCorsPolicy).Assembly.GetName().Version!.ToString(3);

    public override IEnumerable<Fault> Check(GatewayModel model, App? app) =>
        (app?.Policies.Problems ?? []).Select(problem => new Fault(app!.Find(problem), null, $"{problem} (CorsKit {Version} says so.)"));
}
