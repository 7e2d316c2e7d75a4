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
        from header in WrittenValues.Of(api)
        where IsList(header)
        select new Fault(header.Location, header.Resource, $"{Sentences.Begin(header.Owner)} sends {header.Raw} as one Access-Control-Allow-Origin.");

    /// <summary>In quotes or without.</summary>
    public static bool IsList(WrittenValue header) => header.IsOrigin && (header.Value ?? (header.LacksQuotes ? header.Raw : null)) is { } value && HeaderValues.IsList(value);
}
