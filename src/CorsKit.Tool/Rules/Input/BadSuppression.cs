using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Input;

internal sealed class BadSuppression(IReadOnlyList<Fault> faults) : Rule(Help)
{
    public static readonly RuleHelp Help = new("CK003", Level.Warning, "A suppression without a reason, or of a code that does not exist")
    {
        Why = "What is suppressed is not looked at again. The reason is what the next reader has to go by, and a misspelt code suppresses nothing.",
        Fix = "Give the codes and the reason.",
        Paste = """
            Metadata:
              corskit: { suppress: [CK105], reason: "server to server: no page calls it" }
            """,
        Source = "https://github.com/corskit/corskit",
    };

    public override IEnumerable<Fault> Check(GatewayModel model, App? app) => faults;
}
