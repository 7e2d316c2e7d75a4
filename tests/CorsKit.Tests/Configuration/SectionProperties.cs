using System.Text;
using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace CorsKit.Tests.Configuration;

[Trait("Lane", "fuzz")]
public sealed class SectionProperties
{
    private static readonly string[] Documents =
    [
        """{"GatewayCors":{"AllowOrigins":["https://shop.example.com","https://*.preview.example.com","http://localhost:*"],"AllowMethods":["GET","PUT"],"AllowHeaders":["content-type"],"ExposeHeaders":["etag"],"AllowCredentials":true,"MaxAge":7200,"Policies":{"public":{"AllowOrigins":["*"],"AllowMethods":["GET"]}}}}""",
        """{"GatewayCors":{"Enabled":false,"AllowOrigins":"https://a.example,https://b.example","AllowMethods":"PUT,DELETE","MaxAge":"-1","DangerouslyAllowInsecureOrigins":true}}""",
        """{"GatewayCors":{"Policies":{"a":{"AllowOrigins":"https://*--a.example.com"},"b":{"AllowOrigins":"https://*","AllowHeaders":"*,authorization"}}}}""",
    ];

    /// <summary>All problems, each with its code, or policies that allow nothing that is not written in the section.</summary>
    [Fact]
    public void A_section_is_read_or_refused_with_codes() => Fuzz.Run(Fuzz.MutatedJson(Documents), json =>
    {
        IConfiguration configuration;
        try
        {
            configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidDataException or ArgumentException or InvalidOperationException)
        {
            return; // no JSON, which the framework says
        }

        try
        {
            foreach (var (_, policy) in GatewayCorsPolicies.Load(configuration.GetSection("GatewayCors")))
            {
                foreach (var origin in new[] { "https://shop.example.com", "https://evil.example", "https://a.example", "http://localhost:3000" })
                {
                    var verdict = policy.EvaluateOrigin(origin);
                    Assert.True(!verdict.IsAllowed || verdict.AllowOrigin is "*" || verdict.AllowOrigin == origin);
                    Assert.True(!verdict.IsAllowed || json.Contains('*', StringComparison.Ordinal) || json.Contains(origin, StringComparison.Ordinal) || json.Contains('\\', StringComparison.Ordinal), $"{origin} is nowhere in it");
                }
            }
        }
        catch (OptionsValidationException exception)
        {
            Assert.NotEmpty(exception.Failures);
            Assert.All(exception.Failures, failure => Assert.Matches("^CORS[0-9]{3}: ", failure));
        }
    });
}
