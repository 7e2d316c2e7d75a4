using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CorsKit.Testing.FrontDoors;

/// <summary>
/// Carries requests to a front door, in process. A header goes over as the lines that were given, as on a network: the handler of TestServer
/// makes two values of the one line <c>Accept: text/html, image/png</c>, of which a front door hands on the last.
/// </summary>
internal sealed class FrontDoorHandler(FrontDoor frontDoor) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(frontDoor.IsDisposed, frontDoor);
        var url = request.RequestUri!;
        var context = new DefaultHttpContext { RequestAborted = cancellationToken };
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = url.PathAndQuery;
        context.Request.Protocol = HttpProtocol.GetHttpProtocol(request.Version);
        context.Request.Method = request.Method.Method;
        context.Request.Scheme = url.Scheme;
        context.Request.Path = PathString.FromUriComponent(url);
        context.Request.QueryString = QueryString.FromUriComponent(url);
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            context.Request.Headers.Append(name, name.Equals("User-Agent", StringComparison.OrdinalIgnoreCase) ? string.Join(' ', values) : values.ToArray());
        }

        if (!context.Request.Host.HasValue)
        {
            var host = HostString.FromUriComponent(url);
            context.Request.Host = url.IsDefaultPort ? new HostString(host.Host) : host;
        }

        if (request.Content is { } content)
        {
            _ = content.Headers.ContentLength; // to have it computed
            foreach (var (name, values) in content.Headers.NonValidated)
            {
                context.Request.Headers.Append(name, values.ToArray());
            }

            context.Request.Body = new MemoryStream(await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        }

        using var body = new MemoryStream();
        context.Response.Body = body;
        await frontDoor.InvokeAsync(context).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        var response = new HttpResponseMessage((HttpStatusCode)context.Response.StatusCode) { Version = request.Version, RequestMessage = request, Content = new ByteArrayContent(body.ToArray()) };
        foreach (var (name, values) in context.Response.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                response.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        return response;
    }
}
