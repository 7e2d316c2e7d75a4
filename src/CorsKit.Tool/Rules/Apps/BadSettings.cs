using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Apps;

internal sealed class BadSettings() : Rule(Help)
{
    public static readonly RuleHelp Help = new("CK601", Level.Error, "App: the settings have problems, and the app does not start with them")
    {
        ConsoleMessage = Chromium.NoHeader,
        Why = "The app evaluates its settings when it starts and stops at any problem. corskit asks the engine of the CorsKit version that \"corskit --version\" names: where the app has the same version, the message is the app's own.",
        Fix = "Write what the message says; the README of CorsKit explains each code.",
        Source = "https://github.com/corskit/corskit#errors",
    };

    public override IEnumerable<Fault> Check(GatewayModel model, App? app) =>
        (app?.Policies.Problems ?? []).Select(problem => new Fault(app!.Find(problem), null, problem.ToString()));
}
