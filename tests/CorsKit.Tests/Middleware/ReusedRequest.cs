using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Tests.Middleware;

/// <summary>
/// One HttpContext with one response feature that starts the response, used over and over, so that all that a request
/// costs is what the pipeline does with it. The benchmarks use it too.
/// </summary>
internal sealed class ReusedRequest : IHttpResponseFeature
{
    private readonly FeatureCollection _features = new();
    private readonly DefaultHttpContext _context;
    private readonly List<(Func<object, Task> Callback, object State)> _callbacks = new(4);

    /// <param name="origin">None where it is empty.</param>
    /// <param name="requestMethod">Makes it a preflight.</param>
    /// <param name="requestHeaders">Those of a preflight, in as many lines.</param>
    public ReusedRequest(StringValues origin, string? requestMethod = null, StringValues requestHeaders = default)
    {
        var request = new HttpRequestFeature { Method = requestMethod is null ? "GET" : "OPTIONS", Path = "/orders" };
        request.Headers.Host = "api.example.com";
        request.Headers.Origin = origin;
        request.Headers.AccessControlRequestMethod = requestMethod;
        request.Headers.AccessControlRequestHeaders = requestHeaders;
        _features.Set<IHttpRequestFeature>(request);
        _features.Set<IHttpResponseFeature>(this);
        _context = new DefaultHttpContext(_features);
    }

    public int StatusCode { get; set; } = 200;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    public Stream Body { get; set; } = Stream.Null;

    public bool HasStarted => false;

    /// <summary>Runs the pipeline, which completes synchronously, and starts the response.</summary>
    public void Run(RequestDelegate pipeline)
    {
        StatusCode = 200;
        Headers.Clear();
        _callbacks.Clear();
        _features.Set<OriginVerdict>(null);
        pipeline(_context).GetAwaiter().GetResult();
        foreach (var (callback, state) in _callbacks)
        {
            callback(state).GetAwaiter().GetResult();
        }
    }

    public void OnStarting(Func<object, Task> callback, object state) => _callbacks.Add((callback, state));

    public void OnCompleted(Func<object, Task> callback, object state)
    {
    }
}
