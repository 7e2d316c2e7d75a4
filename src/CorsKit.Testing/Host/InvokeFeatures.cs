using System.Collections;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;

// The name and the end of the namespace are those of Amazon's own type, by which CorsKit recognizes the host.
namespace CorsKit.Testing.Host.Internal;

/// <summary>
/// The features of one invocation, as Amazon.Lambda.AspNetCoreServer 10.1.1 gives them to an app in buffered mode: one
/// object that is the feature collection and most of its features, OnStarting callbacks that run first-in first-out
/// after the app has finished or thrown, and a response that counts as started once StartAsync was called. In streaming mode
/// <see cref="StreamingBody"/> is the body, so that no response counts as started. Its name is
/// part of the likeness: middleware recognizes the host by it.
/// </summary>
internal sealed class InvokeFeatures :
    IFeatureCollection,
    IHttpRequestFeature,
    IHttpResponseFeature,
    IHttpResponseBodyFeature,
    IHttpConnectionFeature,
    IHttpAuthenticationFeature,
    IHttpRequestIdentifierFeature,
    IHttpRequestBodyDetectionFeature,
    IHttpActivityFeature,
    IItemsFeature,
    IServiceProvidersFeature,
    ITlsConnectionFeature
{
    private readonly Dictionary<Type, object> _features = [];
    private readonly List<(Func<object, Task> Callback, object State)> _starting = [];
    private readonly List<(Func<object, Task> Callback, object State)> _completed = [];
    private PipeWriter? _writer;
    private string? _traceIdentifier;
    private bool _hasStarted;

    public InvokeFeatures()
    {
        foreach (var type in typeof(InvokeFeatures).GetInterfaces())
        {
            if (type.Name.EndsWith("Feature", StringComparison.Ordinal))
            {
                this[type] = this;
            }
        }
    }

    // Null where the event says nothing, as on Lambda, although the interfaces do not expect it.
    public string Protocol { get; set; } = null!;

    public string Scheme { get; set; } = "https";

    public string Method { get; set; } = "GET";

    public string PathBase { get; set; } = null!;

    public string Path { get; set; } = "/";

    public string QueryString { get; set; } = null!;

    public string RawTarget { get; set; } = "";

    public IHeaderDictionary RequestHeaders { get; set; } = new HeaderDictionary();

    public Stream RequestBody { get; set; } = new MemoryStream();

    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary ResponseHeaders { get; set; } = new HeaderDictionary();

    public Stream ResponseBody { get; set; } = new MemoryStream();

    public IDictionary<object, object?> Items { get; set; } = new ItemsFeature().Items;

    public IServiceProvider RequestServices { get; set; } = null!;

    public ClaimsPrincipal? User { get; set; }

    public string ConnectionId { get; set; } = null!;

    public IPAddress? RemoteIpAddress { get; set; }

    public IPAddress? LocalIpAddress { get; set; }

    public int RemotePort { get; set; }

    public int LocalPort { get; set; }

    /// <summary>That of X-Ray, which Lambda's runtime hands on in an environment variable of the process; else a new one.</summary>
    public string TraceIdentifier
    {
        get => _traceIdentifier
            ?? (Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID") is { Length: > 0 } trace ? trace : _traceIdentifier = new HttpRequestIdentifierFeature().TraceIdentifier);
        set => _traceIdentifier = value;
    }

    public X509Certificate2? ClientCertificate { get; set; }

    public Activity Activity { get; set; } = null!;

    public bool CanHaveBody => RequestBody.Length > 0;

    public bool IsReadOnly => false;

    public int Revision { get; private set; }

    IHeaderDictionary IHttpRequestFeature.Headers
    {
        get => RequestHeaders;
        set => RequestHeaders = value;
    }

    Stream IHttpRequestFeature.Body
    {
        get => RequestBody;
        set => RequestBody = value;
    }

    IHeaderDictionary IHttpResponseFeature.Headers
    {
        get => ResponseHeaders;
        set => ResponseHeaders = value;
    }

    Stream IHttpResponseFeature.Body
    {
        get => ResponseBody;
        set => ResponseBody = value;
    }

    /// <summary>True once StartAsync was called, which WriteAsync(string) does, although nothing was sent.</summary>
    bool IHttpResponseFeature.HasStarted => _hasStarted;

    Stream IHttpResponseBodyFeature.Stream => ResponseBody;

    PipeWriter IHttpResponseBodyFeature.Writer => _writer ??= PipeWriter.Create(ResponseBody);

    public object? this[Type key]
    {
        get => _features.GetValueOrDefault(key);
        set
        {
            if (value is null)
            {
                _features.Remove(key);
            }
            else
            {
                _features[key] = value;
            }

            Revision++;
        }
    }

    public TFeature? Get<TFeature>() => (TFeature?)this[typeof(TFeature)];

    public void Set<TFeature>(TFeature? instance) => this[typeof(TFeature)] = instance;

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => _features.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void OnStarting(Func<object, Task> callback, object state) => _starting.Add((callback, state));

    public void OnCompleted(Func<object, Task> callback, object state) => _completed.Add((callback, state));

    /// <summary>First-in first-out; a callback that registers another fails the invocation, as it does on Lambda.</summary>
    public async Task RunStartingAsync()
    {
        foreach (var (callback, state) in _starting)
        {
            await callback(state).ConfigureAwait(false);
        }
    }

    public async Task RunCompletedAsync()
    {
        foreach (var (callback, state) in _completed)
        {
            await callback(state).ConfigureAwait(false);
        }
    }

    Task IHttpResponseBodyFeature.StartAsync(CancellationToken cancellationToken)
    {
        _hasStarted = true;
        return Task.CompletedTask;
    }

    Task IHttpResponseBodyFeature.CompleteAsync() => Task.CompletedTask;

    void IHttpResponseBodyFeature.DisableBuffering()
    {
    }

    Task IHttpResponseBodyFeature.SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken) =>
        SendFileFallback.SendFileAsync(ResponseBody, path, offset, count, cancellationToken);

    public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult(ClientCertificate);
}
