using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using CorsKit.Configuration;
using CorsKit.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace CorsKit.Middleware;

/// <summary>
/// Stands around the whole pipeline. An exception that nobody handled becomes a 500 here, where the CORS headers are still
/// written: Kestrel would drop the headers, and Amazon's streaming host would send a bare 500. Only requests that a
/// policy applied to are its business; everything else passes through untouched.
/// </summary>
internal sealed class ErrorBoundary(CorsServices cors, CorsPipeline pipeline, IServiceProvider services, RequestDelegate next)
{
    private const int StatusClientClosedRequest = 499;
    private const string ErrorTypeTag = "error.type";
    private const string UnhandledExceptionEvent = "Microsoft.AspNetCore.Hosting.UnhandledException";

    private readonly DiagnosticListener? _diagnostics = services.GetService<DiagnosticListener>();
    private readonly MisplacementWarning _misplacement = new(cors, pipeline, services);
    private readonly PolicyStore _policies = cors.Policies;

    public Task InvokeAsync(HttpContext context)
    {
        if (!_policies.Current.Enabled)
        {
            // To its end, even if a reload switches CorsKit on meanwhile: nobody would write the headers of a verdict.
            context.Features.SetOutcome(lastWord: null, RequestMark.Untouched);
            return next(context);
        }

        var lastWord = ResponseHeaderWriting.WriteWhenStarting(context, this);
        Task response;
        try
        {
            response = next(context);
        }
        catch (Exception exception) when (CanAnswer(context, context.Features.FindOutcome(lastWord), exception))
        {
            Answer(context, exception);
            return Task.CompletedTask;
        }

        if (!response.IsCompletedSuccessfully)
        {
            return AwaitAsync(context, lastWord, response);
        }

        _misplacement.Check(context, context.Features.FindOutcome(lastWord));
        return response;
    }

    private async Task AwaitAsync(HttpContext context, LastWordResponseFeature? lastWord, Task response)
    {
        try
        {
            await response.ConfigureAwait(false);
        }
        catch (Exception exception) when (CanAnswer(context, context.Features.FindOutcome(lastWord), exception))
        {
            Answer(context, exception);
        }

        _misplacement.Check(context, context.Features.FindOutcome(lastWord));
    }

    /// <summary>Also tells of what it leaves to the host and what the host's own words would lead astray about.</summary>
    private bool CanAnswer(HttpContext context, object? outcome, Exception exception)
    {
        if (RequestFeatures.IsOfPolicy(outcome))
        {
            return !context.Response.HasStarted;
        }

        // Routing refuses to run an endpoint whose policy nothing has applied, and advises to add UseCors: the request came by a branch without UseGatewayCors.
        if (!pipeline.IsUsedAtRoot && outcome is null
            && exception is InvalidOperationException && exception.Message.Contains("contains CORS metadata", StringComparison.Ordinal))
        {
            Log.PolicyLeftOut(cors.Logger, context.GetEndpoint()?.DisplayName ?? "");
        }

        return false;
    }

    /// <summary>Turns an exception into a response. Nothing of the response may have been sent.</summary>
    public void Answer(HttpContext context, Exception exception)
    {
        var aborted = exception is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested;
        var bad = exception as BadHttpRequestException;

        Clear(context.Response);
        context.Response.StatusCode = aborted ? StatusClientClosedRequest : bad?.StatusCode ?? StatusCodes.Status500InternalServerError;
        if (aborted)
        {
            Log.RequestAborted(cors.Logger);
            return;
        }

        if (bad is not null)
        {
            Log.BadRequest(cors.Logger, bad);
        }
        else
        {
            Log.UnhandledException(cors.Logger, exception);
        }

        try
        {
            Report(context, exception);
        }
#pragma warning disable CA1031 // Whoever watches may fail; the response is answered all the same.
        catch (Exception watcher)
#pragma warning restore CA1031
        {
            Log.WatcherFailed(cors.Logger, watcher);
        }
    }

    /// <summary>
    /// As the framework's own, which refuses where a host says that it has started before it has sent anything, as Amazon's
    /// does. What was put into BodyWriter and never flushed stays with Kestrel, as it does under its own 500 and under
    /// UseExceptionHandler.
    /// </summary>
    private static void Clear(HttpResponse response)
    {
        response.HttpContext.Features.GetResponse().ReasonPhrase = null;
        response.Headers.Clear();
        if (response.Body.CanSeek)
        {
            response.Body.SetLength(0);
        }
    }

    /// <summary>Tells those who watch requests what the host would have told them, had the exception reached it.</summary>
    private void Report(HttpContext context, Exception exception)
    {
        if (context.Features.Get<IHttpMetricsTagsFeature>() is { } metrics && !HasTag(metrics.Tags, ErrorTypeTag))
        {
            metrics.Tags.Add(new KeyValuePair<string, object?>(ErrorTypeTag, exception.GetType().FullName));
        }

        if ((context.Features.Get<IHttpActivityFeature>()?.Activity ?? Activity.Current) is { } activity)
        {
            activity.AddException(exception);
            activity.SetStatus(ActivityStatusCode.Error, exception.Message);
        }

        if (_diagnostics?.IsEnabled(UnhandledExceptionEvent) == true)
        {
            Write(_diagnostics, new UnhandledException(context, Stopwatch.GetTimestamp(), exception));
        }
    }

    private static bool HasTag(ICollection<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == name)
            {
                return true;
            }
        }

        return false;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The properties of UnhandledException are kept; listeners look no further.")]
    private static void Write<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(DiagnosticListener listener, T value) =>
        listener.Write(UnhandledExceptionEvent, value);

    /// <summary>The shape of the host's own event, which monitoring reads by property name.</summary>
#pragma warning disable IDE1006 // The names are the event's.
    private sealed record UnhandledException(HttpContext httpContext, long timestamp, Exception exception);
#pragma warning restore IDE1006
}
