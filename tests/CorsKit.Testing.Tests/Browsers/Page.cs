namespace CorsKit.Testing.Tests.Browsers;

/// <summary>The page and the API of these tests.</summary>
internal static class Page
{
    public const string Origin = "https://shop.example.com";

    public const string Api = "https://api.example.com/prod";

    public const string Allow = "Access-Control-Allow-Origin: " + Origin;

    public const string AllowCredentials = "Access-Control-Allow-Credentials: true";

    public static readonly Answered Ok = new(200, "body", Allow, AllowCredentials);

    public static readonly Answered NoCors = new(200, "body");

    /// <summary>A preflight's answer that allows much.</summary>
    public static readonly Answered Granted = new(
        204, "", Allow, AllowCredentials, "Access-Control-Allow-Methods: PUT, DELETE, PATCH", "Access-Control-Allow-Headers: x-a, x-b, authorization, content-type");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static Browser Open(HttpMessageHandler network, string origin = Origin, BrowserEngine engine = BrowserEngine.Chromium, TimeProvider? time = null) =>
        new(network, new Uri(Api), origin, engine, time);

    public static Task<FetchOutcome> GetAsync(this Browser page, string url = "/orders", bool credentials = false, params (string, string)[] headers) =>
        page.FetchAsync(HttpMethod.Get, url, credentials, headers, cancellationToken: Cancel);

    public static Task<FetchOutcome> SendAsync(this Browser page, string method, string url = "/orders", bool credentials = false, string? body = null, params (string, string)[] headers) =>
        page.FetchAsync(new HttpMethod(method), url, credentials, headers, body, Cancel);
}
