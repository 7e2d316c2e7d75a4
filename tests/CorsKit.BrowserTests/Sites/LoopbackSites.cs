using System.Net;
using CorsKit.BrowserTests.Cases;
using CorsKit.Testing;
using Microsoft.AspNetCore.Http;

namespace CorsKit.BrowserTests.Sites;

/// <summary>All pages and all APIs, running on loopback.</summary>
internal sealed class LoopbackSites : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _parts = [];
    private readonly Dictionary<Page, Uri> _pages = [];
    private readonly Dictionary<Api, string> _apis = [];

    private LoopbackSites()
    {
    }

    public Ledger Ledger { get; } = new();

    public ScriptedApi Scripted { get; } = new();

    public Uri this[Page page] => _pages[page];

    /// <summary>The address of a target (path and query of an API, or a whole URL), with the key of a case in its query.</summary>
    public Uri Address(Page page, Api api, string target, string key)
    {
        target = Scripted.Fill(target);
        var isAbsolute = Uri.TryCreate(target, UriKind.Absolute, out var url) && url.Scheme is "http" or "data" or "blob";
        var home = api == Api.Home ? _pages[page].GetLeftPart(UriPartial.Authority) : _apis.GetValueOrDefault(api);

        // What is no http address has no query, and keeps the key in its fragment.
        return new($"{(isAbsolute ? "" : home)}{target}{(isAbsolute && url!.Scheme != "http" ? "#" : "")}{Ledger.Query(key)}");
    }

    /// <summary>As the browser serializes it.</summary>
    public string OriginOf(Page page) => page == Page.Sandbox ? "null" : _pages[page].GetLeftPart(UriPartial.Authority);

    public string OriginOf(Uri page) => OriginOf(_pages.First(known => known.Value == page).Key);

    public static async Task<LoopbackSites> StartAsync()
    {
        var sites = new LoopbackSites();
        try
        {
            await sites.StartPagesAsync();
            await sites.StartApisAsync();
            return sites;
        }
        catch
        {
            await sites.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_parts))
        {
            await part.DisposeAsync();
        }
    }

    private async Task StartPagesAsync()
    {
        var scripted = Ledger.Watch(Scripted.AnswerAsync);
        async Task Serve(HttpContext context)
        {
            if (context.Request.Query.ContainsKey("case"))
            {
                await scripted(context);
                return;
            }

            if (context.Request.Path == "/sandbox")
            {
                // As in <iframe sandbox="allow-scripts">: the origin is opaque (https://www.w3.org/TR/CSP3/#directive-sandbox).
                context.Response.Headers.ContentSecurityPolicy = "sandbox allow-scripts";
            }

            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(FetchPage.Html, context.RequestAborted);
        }

        foreach (var (page, host) in new[] { (Page.Shop, "localhost"), (Page.Desk, "127.0.0.1"), (Page.Untrusted, "localhost") })
        {
            _pages[page] = new Uri($"http://{host}:{Loopback.PortOf(Keep(await Loopback.StartAsync(Serve)))}/");
            Scripted.Names[page.ToString().ToLowerInvariant()] = OriginOf(page);
        }

        _pages[Page.Sandbox] = new Uri(_pages[Page.Shop], "sandbox");
    }

    private async Task StartApisAsync()
    {
        var (shop, desk) = (OriginOf(Page.Shop), OriginOf(Page.Desk));
        var orders = Keep(new Orders($"{shop},{desk}"));
        var outcomes = Keep(new Outcomes(policy => policy
            .AllowOrigins([shop, desk, PageFolder.ChromiumOrigin(EngineRuns.Extension), PageFolder.FirefoxOrigin, .. PageFolder.AppOrigins]).AllowMethods("GET", "HEAD", "POST", "PUT", "PATCH").AllowHeaders("content-type", "x-request-id")
            .ExposeHeaders("etag").AllowCredentials().MaxAge(TimeSpan.FromMinutes(10))));
        var everyone = Keep(new Outcomes(policy => policy.AllowAnyOrigin().AllowAnyMethod().AllowAnyHeader().ExposeHeaders("*")));

        await ServeAsync(Api.OrdersRest, FrontDoor.RestApi(orders, stage: "prod").InvokeAsync, "/prod");
        await ServeAsync(Api.OrdersHttp, FrontDoor.HttpApi(orders).InvokeAsync);
        await ServeAsync(Api.OutcomesRest, FrontDoor.RestApi(outcomes.CrashOrInvokeAsync, stage: "prod").InvokeAsync, "/prod");
        await ServeAsync(Api.OutcomesHttp, FrontDoor.HttpApi(outcomes.CrashOrInvokeAsync).InvokeAsync);
        await ServeAsync(Api.PublicHttp, FrontDoor.HttpApi(everyone.CrashOrInvokeAsync).InvokeAsync);
        foreach (var (api, door, stage) in OtherDoors.Before(outcomes.CrashOrInvokeAsync, shop, desk))
        {
            await ServeAsync(api, door.InvokeAsync, stage);
        }

        await ServeAsync(Api.Scripted, Scripted.AnswerAsync, host: "localhost");
        await ServeAsync(Api.ScriptedByAddress, Scripted.AnswerAsync);
        Scripted.Names["here"] = _apis[Api.Scripted];
        Scripted.Names["elsewhere"] = _apis[Api.ScriptedByAddress];
        foreach (var name in new[] { "shop", "here", "elsewhere" })
        {
            Scripted.Names[name + "-host"] = new Uri(Scripted.Names[name]).Authority;
        }

        // Ports that everyone may want are used at an address of this process's own, beside which another run has room.
        var address = new IPAddress([127, (byte)(1 + (Environment.ProcessId >> 14)), (byte)(Environment.ProcessId >> 7 & 0x7F), (byte)(1 + (Environment.ProcessId & 0x7F))]);
        Scripted.Names["ports"] = address.ToString();
        foreach (var port in PortCases.Listening)
        {
            Keep(await Loopback.StartAsync(Ledger.Watch(Scripted.AnswerAsync), address, port));
        }

        // LambdaApplicationFactory starts its app on first use; front doors of bare functions leave that to them.
        _ = outcomes.Services;
        _ = everyone.Services;
    }

    private async Task ServeAsync(Api api, RequestDelegate answer, string stage = "", string host = "127.0.0.1") =>
        _apis[api] = $"http://{host}:{Loopback.PortOf(Keep(await Loopback.StartAsync(Ledger.Watch(answer))))}{stage}";

    private T Keep<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Add(part);
        return part;
    }
}
