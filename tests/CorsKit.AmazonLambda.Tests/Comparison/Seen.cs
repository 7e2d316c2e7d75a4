using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http.Features;

namespace CorsKit.AmazonLambda.Tests.Comparison;

/// <summary>Everything that an app can see of a request, as JSON.</summary>
internal static class Seen
{
    public static async Task WriteAsync(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        await context.Response.WriteAsJsonAsync(new
        {
            request = Properties<IHttpRequestFeature>(context),
            connection = Properties<IHttpConnectionFeature>(context),
            tls = Properties<ITlsConnectionFeature>(context),
            bodyDetection = Properties<IHttpRequestBodyDetectionFeature>(context),
            response = Properties<IHttpResponseFeature>(context),
            headers = context.Request.Headers.Select(header => new { header.Key, values = header.Value.ToArray() }),
            query = context.Request.Query.Select(pair => new { pair.Key, values = pair.Value.ToArray() }),
            cookies = context.Request.Cookies.ToDictionary(),
            host = context.Request.Host.Value,
            context.Request.ContentLength,
            context.Request.IsHttps,
            user = context.User.Identities.Select(identity => new { identity.AuthenticationType, identity.IsAuthenticated, claims = identity.Claims.Select(claim => $"{claim.Type}={claim.Value}") }),
            body = Convert.ToBase64String(body.ToArray()),
            features = context.Features.Select(feature => feature.Key.FullName).Order(),
            items = context.Items.Keys.OfType<string>().Where(key => key == "LambdaRequestObject"),
        });
    }

    private static Dictionary<string, string?> Properties<TFeature>(HttpContext context) =>
        (from property in typeof(TFeature).GetProperties(BindingFlags.Public | BindingFlags.Instance)
         where property.PropertyType != typeof(Stream) && property.PropertyType != typeof(IHeaderDictionary)
         let value = property.GetValue(context.Features.Get<TFeature>())
         select KeyValuePair.Create(property.Name, value is X509Certificate2 certificate ? certificate.Thumbprint : value?.ToString())).ToDictionary();
}
