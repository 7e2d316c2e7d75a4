using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CorsKit.ColdStart.Internal;

/// <summary>Calls the app as Amazon's host does for an event: no socket, and what is registered for the start of the response runs at the end.</summary>
internal sealed class FunctionServer : IServer
{
    private Func<IFeatureCollection, InvokeFeatures, Task>? _process;

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _process = async (features, response) =>
        {
            var context = application.CreateContext(features);
            await application.ProcessRequestAsync(context);
            await response.RunCallbacksAsync();
            application.DisposeContext(context, exception: null);
        };
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
    }

    public async Task<IHttpResponseFeature> AnswerAsync(string method, string path, IEnumerable<(string Name, string Value)> headers)
    {
        var request = new HttpRequestFeature { Method = method, Path = path, Scheme = "https", Protocol = "HTTP/1.1" };
        foreach (var (name, value) in headers)
        {
            request.Headers[name] = value;
        }

        var response = new InvokeFeatures();
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(request);
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(new MemoryStream()));
        await _process!(features, response);
        return response;
    }

    /// <summary>CorsKit knows Amazon's host by this name.</summary>
    private sealed class InvokeFeatures : HttpResponseFeature
    {
        private Func<object, Task>[] _callbacks = [];
        private object[] _states = [];

        public override void OnStarting(Func<object, Task> callback, object state)
        {
            _callbacks = [.. _callbacks, callback];
            _states = [.. _states, state];
        }

        public override void OnCompleted(Func<object, Task> callback, object state)
        {
        }

        public async Task RunCallbacksAsync()
        {
            for (var i = 0; i < _callbacks.Length; i++)
            {
                await _callbacks[i](_states[i]);
            }
        }
    }
}
