using CorsKit.Tests.Policies;

namespace CorsKit.Tests.Middleware;

/// <summary>
/// Why methods are named one by one once an endpoint carries CORS metadata, in terms of the browser's own memory: its
/// preflight cache is keyed by URL and holds what an answer named, whatever method was asked for
/// (https://fetch.spec.whatwg.org/#concept-cache).
/// </summary>
public sealed class PreflightCacheTests
{
    private const string Shop = "https://shop.example.com";

    // PUT /orders/1 follows this policy; DELETE /orders/1 has DisableGatewayCors.
    private static readonly GatewayCorsPolicy Put = Settings.Of(Shop).Methods("PUT", "DELETE").Headers("x-a").Compile();

    [Fact]
    public void Naming_all_methods_would_let_through_a_sibling_whose_endpoint_forbids_it()
    {
        var cache = new PreflightCache();

        cache.Remember(Put.EvaluatePreflight(Shop, "PUT", default));

        // The browser sends the DELETE without asking: the endpoint's own refusal is never heard.
        Assert.False(cache.NeedsPreflight("DELETE"));
    }

    [Fact]
    public void Naming_the_requested_method_makes_the_browser_ask_for_each()
    {
        var cache = new PreflightCache();

        cache.Remember(Put.EvaluatePreflight(Shop, "PUT", default, requestedOnly: true));

        Assert.False(cache.NeedsPreflight("PUT"));
        Assert.True(cache.NeedsPreflight("DELETE"));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void A_wildcard_is_remembered_for_every_method_so_it_is_not_said_either(bool requestedOnly, bool asks)
    {
        var any = Settings.Of(Shop).Methods("*").Compile();
        var cache = new PreflightCache();

        cache.Remember(any.EvaluatePreflight(Shop, "PUT", default, requestedOnly));

        Assert.Equal(asks, cache.NeedsPreflight("DELETE"));
    }

    /// <summary>Where no endpoint has metadata, one preflight serves every method of the URL: that is worth an invocation each.</summary>
    [Fact]
    public void Without_metadata_one_preflight_serves_all_methods()
    {
        var cache = new PreflightCache();
        var preflights = 0;
        foreach (var method in new[] { "PUT", "DELETE", "PUT", "DELETE" })
        {
            if (cache.NeedsPreflight(method))
            {
                preflights++;
                cache.Remember(Put.EvaluatePreflight(Shop, method, default));
            }
        }

        Assert.Equal(1, preflights);
    }

    /// <summary>The method entries that a browser keeps for one URL, one origin and one credentials mode.</summary>
    private sealed class PreflightCache
    {
        private readonly HashSet<string> _methods = [];

        public bool NeedsPreflight(string method) => !(method is "GET" or "HEAD" or "POST" || _methods.Contains("*") || _methods.Contains(method));

        public void Remember(PreflightVerdict answer)
        {
            Assert.True(answer.IsAllowed);
            _methods.UnionWith(answer.AllowMethods?.Split(',') ?? []);
        }
    }
}
