namespace CorsKit.Testing.Browsers;

/// <summary>Why Access-Control-Allow-Origin is there and does not fit.</summary>
internal static class OriginDiagnosis
{
    public static Diagnosis Of(CorsFault fault, FetchExchange exchange, Fingerprint fingerprint, string origin) => fault.Failure switch
    {
        FetchFailure.MultipleAllowOrigin => Multiple(fault.Quote, exchange, fingerprint),
        FetchFailure.InvalidAllowOrigin => new(
            $"'{fault.Quote}' is no origin.", $"Send the origin as the browser sent it: '{origin}'. A setting that is empty or lacks the scheme may be behind it."),
        _ when SentNull(exchange) && origin != "null" => new(
            "After a redirect from one origin to another the browser sends 'Origin: null', and the API answered for the page's origin or refuses null.",
            "Let the page call the final address directly; do not allow null."),
        _ when fault.Quote == "null" => new("The API allows only pages without an origin of their own, which is nobody to trust.", $"Allow '{origin}' and not null."),
        _ when IsNearly(fault.Quote, origin) => new(
            $"'{fault.Quote}' is written differently; browsers compare it letter by letter with '{origin}'.",
            $"Write '{origin}': scheme and host in lower case, no slash at the end, no default port."),
        _ when fingerprint.IsFromSharedCache => new(
            $"A shared cache answered with a response that was made for '{fault.Quote}'.",
            "Let every response say Vary: Origin, put Origin into the cache policy (CloudFront drops Vary otherwise), and invalidate what is stored."),
        _ => new(
            $"The API answers for '{fault.Quote}', whoever asks: one fixed origin in the app, a template, a response headers policy or a listener attribute.",
            $"Add '{origin}' to AllowOrigins of the one place that owns CORS, and let it answer with the origin that asked."),
    };

    private static bool SentNull(FetchExchange exchange) => FetchExchange.Combined(exchange.RequestHeaders, "Origin") == "null";

    private static bool IsNearly(string value, string origin) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Host.Length > 0 && UrlOrigin.Of(url) == origin;

    private static Diagnosis Multiple(string values, FetchExchange exchange, Fingerprint fingerprint)
    {
        var lines = exchange.ResponseHeaders.Count(header => header.Key.Equals("Access-Control-Allow-Origin", StringComparison.OrdinalIgnoreCase));
        if (lines < 2)
        {
            return new(
                $"One header lists several origins ('{values}'); it can hold only one.",
                "Answer with the one origin that asked, if it is in the list: AllowOrigins does that.");
        }

        return fingerprint.IsFunctionUrl
            ? new(
                "Two owners write the header: the function URL's own Cors and the app. On a response that is no preflight a function URL sends both.",
                "Keep one: remove Cors from the function URL, or switch the app's off (GatewayCors:Enabled false).")
            : new(
                "Two owners write the header: the app, and something beside it or before it.",
                "Keep one: look for UseCors() beside UseGatewayCors(), a proxied backend that sends its own, a response headers policy of CloudFront, a front door's CORS configuration.");
    }
}
