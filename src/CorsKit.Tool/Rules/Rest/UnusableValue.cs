using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class UnusableValue() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK126", Level.Error, "REST API: a CORS header with a value that no browser understands")
    {
        ConsoleMessage = Chromium.InvalidHeaders,
        Why = """
            Lists hold names and commas: one item that is no name, because of quotes round it or white space in it, makes the browser refuse the whole preflight. Methods are
            written in upper case. Access-Control-Allow-Credentials is true or not there, and Access-Control-Max-Age is a number of seconds.
            """,
        Fix = "Write plain names with commas between them, inside one pair of single quotes.",
        Paste = """
            Cors:
              AllowMethods: "'GET,PUT,DELETE'"
              AllowHeaders: "'content-type,authorization'"
              MaxAge: "'7200'"
            """,
        Source = "https://fetch.spec.whatwg.org/#http-new-header-syntax",
    };

    protected override IEnumerable<Fault> Check(RestApi api, App? app) =>
        from header in WrittenValues.Of(api)
        where !header.IsOrigin && header.Value is not null
        let fault = HeaderValues.Find(header.Name, header.Value!)
        where fault is not null
        select new Fault(header.Location, header.Resource, $"{Sentences.Begin(header.Owner)} sends {header.Name}: {header.Value}. {fault.Value.Reason}", fault.Value.Level);
}
