using System.Diagnostics.CodeAnalysis;
using CorsKit.Policies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CorsKit.Middleware;

/// <summary>
/// Stands before the response feature of a host that runs its OnStarting callbacks first-in first-out, which would give
/// the app the last word, and that fails when a callback registers another. It keeps the callbacks to itself and hands
/// the host one that runs them last-in first-out, as Kestrel does. One that throws would fail the whole invocation, which a
/// page sees as a 502 of the front door: it is answered as any other exception of the app.
/// </summary>
internal sealed class LastWordResponseFeature : IHttpResponseFeature
{
    private static Type? s_firstInFirstOut;
    private static Type? s_other;

    private readonly HttpContext _context;
    private readonly IHttpResponseFeature _host;
    private readonly ErrorBoundary? _boundary;

    // Those of the app, the last one first; most responses have none.
    private Callback? _callbacks;
    private bool _started;

    private LastWordResponseFeature(HttpContext context, IHttpResponseFeature host, ErrorBoundary? boundary)
    {
        _context = context;
        _host = host;
        _boundary = boundary;
        host.OnStarting(static self => ((LastWordResponseFeature)self).RunCallbacksAsync(), this);
    }

    /// <summary>Whether the process has met a host that needs it.</summary>
    public static bool IsInUse => s_firstInFirstOut is not null;

    /// <summary>
    /// What the response will say, of <see cref="RequestFeatures"/>: here it costs no feature of its own, after each of which
    /// this host's app looks up all that it uses anew.
    /// </summary>
    public object? Outcome { get; set; }

    [MemberNotNullWhen(true, nameof(_boundary))]
    private bool CanAnswer => _boundary is not null && RequestFeatures.IsOfPolicy(_context.Features.FindOutcome(this));

    public int StatusCode
    {
        get => _host.StatusCode;
        set => _host.StatusCode = value;
    }

    public string? ReasonPhrase
    {
        get => _host.ReasonPhrase;
        set => _host.ReasonPhrase = value;
    }

    public IHeaderDictionary Headers
    {
        get => _host.Headers;
        set => _host.Headers = value;
    }

#pragma warning disable CS0618 // The interface still has it, and the host still reads it.
    public Stream Body
    {
        get => _host.Body;
        set => _host.Body = value;
    }
#pragma warning restore CS0618

    /// <summary>The host's streaming mode never says so, even when the headers are gone.</summary>
    public bool HasStarted => _started || _host.HasStarted;

    /// <summary>
    /// Recognized by the type of the feature and not by the server, which differs between the class library, the minimal
    /// API hosting package and test servers: Amazon.Lambda.AspNetCoreServer.Internal.InvokeFeatures.
    /// </summary>
    public static bool IsNeeded(IHttpResponseFeature feature)
    {
        if (feature is LastWordResponseFeature)
        {
            return false;
        }

        // A process has one host: its type is looked at once.
        var type = feature.GetType();
        return type == s_firstInFirstOut || (type != s_other && Classify(type));
    }

    public static LastWordResponseFeature? Find(IFeatureCollection features) => IsInUse ? features.GetResponse() as LastWordResponseFeature : null;

    /// <summary>Puts it before the host's.</summary>
    public static LastWordResponseFeature Install(HttpContext context, IHttpResponseFeature host, ErrorBoundary? boundary)
    {
        var feature = new LastWordResponseFeature(context, host, boundary);

        // Not by Set: before 10.1.1 Amazon's did not tell HttpContext, which went on with the response feature that it had looked up
        // (https://github.com/aws/aws-lambda-dotnet/issues/1702). Amazon.Lambda.AspNetCoreServer.Hosting 2.1.0 brings 10.1.0.
        context.Features[typeof(IHttpResponseFeature)] = feature;
        return feature;
    }

    public void OnStarting(Func<object, Task> callback, object state) => _callbacks = new Callback(callback, state, _callbacks);

    public void OnCompleted(Func<object, Task> callback, object state) => _host.OnCompleted(callback, state);

    private static bool Classify(Type type)
    {
        var isFirstInFirstOut = type is { Name: "InvokeFeatures", Namespace: { } ns } && ns.EndsWith(".Internal", StringComparison.Ordinal);
        if (isFirstInFirstOut)
        {
            s_firstInFirstOut = type;
        }
        else
        {
            s_other = type;
        }

        return isFirstInFirstOut;
    }

    private Task RunCallbacksAsync()
    {
        // A callback may register another, which then runs next.
        while (_callbacks is { } next)
        {
            _callbacks = next.Before;
            try
            {
                if (next.Run(next.State) is { IsCompletedSuccessfully: false } running)
                {
                    return AwaitAsync(running);
                }
            }
            catch (Exception exception) when (CanAnswer)
            {
                // Those that are left still run, and the headers are written last of all: the 500 gets them.
                _boundary.Answer(_context, exception);
            }
        }

        WriteHeaders();
        return Task.CompletedTask;
    }

    private async Task AwaitAsync(Task running)
    {
        try
        {
            await running.ConfigureAwait(false);
        }
        catch (Exception exception) when (CanAnswer)
        {
            _boundary.Answer(_context, exception);
        }

        await RunCallbacksAsync().ConfigureAwait(false);
    }

    /// <summary>As if it had been registered first of all. This host enumerates the headers once, so that most are not even put into their table.</summary>
    private void WriteHeaders()
    {
        var features = _context.Features;
        var outcome = features.FindOutcome(this);
        if (RequestFeatures.IsOfPolicy(outcome) && _host.Headers is HeaderDictionary headers && CorsResponseHeaders.CanFollow(headers))
        {
            _host.Headers = outcome is PreflightAnswer answer
                ? new HeadersWithCors(headers, features.GetPreflightOrigin(answer), answer)
                : new HeadersWithCors(headers, (OriginVerdict)outcome, answer: null);
        }
        else
        {
            ResponseHeaderWriting.Write(features, this, outcome);
        }

        _started = true;
    }

    /// <summary>One that the app registered. A list of these is no generic type that a cold start would have to compile.</summary>
    private sealed class Callback(Func<object, Task> run, object state, Callback? before)
    {
        public Func<object, Task> Run { get; } = run;

        public object State { get; } = state;

        /// <summary>The one that was registered before it, and runs after it.</summary>
        public Callback? Before { get; } = before;
    }
}
