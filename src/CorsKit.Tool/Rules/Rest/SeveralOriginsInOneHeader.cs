using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class SeveralOriginsInOneHeader() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK109", Level.Error, "REST API: several origins in one Access-Control-Allow-Origin")
    {
        ConsoleMessage = Chromium.ListOfOrigins,
        Why = """
            A static header is sent as it stands, and browsers take exactly one origin or '*'. SAM's documentation of AllowOrigin speaks of a comma-separated
            list; what comes of it is one header with a comma that no browser accepts.
            """,
        Fix = "Write one origin; for several let the app answer OPTIONS (remove Cors), which echoes the one that asks.",
        Paste = """
            # instead of Cors: the app answers preflights
            Events:
              Root:  { Type: Api, Properties: { Path: /, Method: ANY } }
              Proxy: { Type: Api, Properties: { Path: "/{proxy+}", Method: ANY } }
            """,
        Source = "https://github.com/aws/serverless-application-model/issues/3769",
    };

    protected override IEnumerable<Fault> Check(RestApi api, App? app) =>
        from written in api.WrittenHeaders
        let origin = written.AllowOrigin
        where origin is not null && (origin.Value ?? (origin.LacksQuotes ? origin.Raw : null))?.Contains(',') == true
        select new Fault(origin.Location, written.Resource, $"{Sentences.Begin(written.Owner)} sends {origin.Raw} as one Access-Control-Allow-Origin.");
}
