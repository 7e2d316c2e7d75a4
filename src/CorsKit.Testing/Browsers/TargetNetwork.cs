namespace CorsKit.Testing.Browsers;

/// <summary>A network in which there is one host: a URL that strays to another must not be answered by the API.</summary>
internal sealed class TargetNetwork(IBrowserTarget api) : DelegatingHandler(api.CreateHandler())
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.RequestUri!.Host == api.Address.Host
            ? base.SendAsync(request, cancellationToken)
            : throw new HttpRequestException(HttpRequestError.NameResolutionError, $"There is no {request.RequestUri.Host} here, only {api.Address.Host}.");
}
