using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Input;

internal sealed class NotUnderstood() : Rule(Help)
{
    public static readonly RuleHelp Help = new("CK001", Level.Note, "Something that corskit does not understand or cannot see")
    {
        Why = "A value that only the deployment knows, a definition that lies elsewhere, a transform that was not run: what depends on it was not evaluated.",
        Fix = "Check what is named too, or the processed template (sam validate, cdk synth, aws cloudformation get-template --template-stage Processed).",
        Source = "https://github.com/corskit/corskit",
    };

    public override IEnumerable<Fault> Check(GatewayModel model, App? app) =>
        model.Remarks.Select(remark => new Fault(remark.Location, remark.Resource, remark.Text));
}
