using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.FunctionUrls;

internal sealed class TwoOwners() : FunctionUrlRule(Help)
{
    public static readonly RuleHelp Help = new("CK301", Level.Error, "Function URL: Cors beside an app that writes CORS headers itself")
    {
        ConsoleMessage = Chromium.SeveralOrigins,
        Why = """
            On every request but preflights, Lambda sends the headers of Cors and those of the function: two Access-Control-Allow-Origin, and browsers refuse both.
            """,
        Fix = "Keep one owner: remove Cors from the Function URL, or set \"Enabled\": false in the app's settings.",
        Paste = """
            # no Cors: the app answers everything
            FunctionUrlConfig: { AuthType: NONE }
            """,
        Source = "https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html",
    };

    protected override IEnumerable<Fault> Check(FunctionUrl url, App? app)
    {
        // Where Lambda is not given a key that it knows, that is the cause, and said elsewhere.
        if (url.Cors is { OtherKeys.Count: 0 } cors && app is not { WritesCors: false })
        {
            yield return app is null
                ? new Fault(cors.Location, url.Id,
                    "Lambda writes CORS headers here; if the app writes them too (UseGatewayCors, UseCors), browsers get each twice. Tell with --settings.", Level.Note)
                : new Fault(cors.Location, url.Id, "Lambda writes CORS headers here, and the app writes them too: browsers get each twice and refuse them.");
        }
    }
}
