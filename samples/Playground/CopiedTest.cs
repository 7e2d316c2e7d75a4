using System.Text;
using System.Text.Json;
using CorsKit.Testing;

namespace Playground;

/// <summary>What a page at an origin fetched through a front door, as a test on CorsKit.Testing that expects what the Browser there sees.</summary>
internal static class CopiedTest
{
    public static string Write(string door, CorsOwner owner, Setup setup, string origin, PageFetch fetch, FetchOutcome outcome)
    {
        var errors = setup.GatewayResponses && door is "REST API" or "CloudFront" ? $"    var errors = new GatewayResponse({Map(FrontDoors.HeadersOfErrors(setup))});\n" : "";
        var text = new StringBuilder($$"""
            // factory: a LambdaApplicationFactory of the app, {{AppOf(owner)}}{{(setup.Streaming && door != "Load balancer" ? ", and EnableResponseStreaming" : "")}}.
            [Fact]
            public async Task {{Name(fetch, door)}}()
            {
            {{errors}}    await using var api = {{DoorCode(door, setup, fetch.Path)}};
                using var page = new Browser(api, origin: {{Quote(origin)}});

                var outcome = await page.FetchAsync(
                    new HttpMethod({{Quote(fetch.Method)}}), {{Quote(fetch.Path)}}
            """.ReplaceLineEndings("\n"));
        if (fetch.Credentials)
        {
            text.Append(", credentials: true");
        }

        if (fetch.Headers.Count > 0)
        {
            text.Append(",\n        headers: [").AppendJoin(", ", fetch.Headers.Select(header => $"({Quote(header.Key)}, {Quote(header.Value)})")).Append(']');
        }

        if (fetch.Body is not null)
        {
            text.Append(",\n        body: ").Append(Quote(fetch.Body));
        }

        text.Append(");\n\n");
        text.Append(outcome.Readable
            ? $"    outcome.ShouldBeReadable();\n    Assert.Equal({outcome.Status}, outcome.Status);\n"
            : $"    outcome.ShouldBeBlocked(FetchFailure.{outcome.Failure});\n");
        return text.Append("}\n").ToString();
    }

    private static string AppOf(CorsOwner owner) => owner switch
    {
        CorsOwner.CorsKit => "with the policy in its appsettings.json",
        CorsOwner.UseCors => "with the policy in UseCors, in place of UseGatewayCors",
        _ => "with \"Enabled\": false in its section GatewayCors",
    };

    private static string Name(PageFetch fetch, string door)
    {
        var through = door switch { "CloudFront" => door, "HTTP API" => "an HTTP API", "Load balancer" => "a load balancer", _ => $"a {door}" };
        var words = $"{fetch.Method} {fetch.Path.Split('?')[0]} through {through}".Split([' ', '/', '-', '.', '{', '}'], StringSplitOptions.RemoveEmptyEntries);
        return string.Join('_', words.Select(word => string.Concat(word.Where(char.IsAsciiLetterOrDigit))));
    }

    /// <summary>The front door, with what this request meets of its settings.</summary>
    private static string DoorCode(string door, Setup setup, string path)
    {
        var cors = setup.DoorConfiguration;
        var timeout = path.StartsWith("/slow", StringComparison.Ordinal) ? $"TimeSpan.FromSeconds({FrontDoors.Patience.TotalSeconds})" : null;
        return door switch
        {
            "REST API" => RestApi(setup, path, timeout, cors),
            "CloudFront" => $"FrontDoor.CloudFront({RestApi(setup, path, timeout, null)}{With(("ResponseHeadersPolicy", cors is null ? null : $"new() {{ {Lists(cors)} }}"))})",
            "HTTP API" => $"FrontDoor.HttpApi(factory{With(
                ("Routes", Route(path, rest: false) is { } route ? $"[new(\"$default\"), {route}]" : null),
                ("CorsConfiguration", cors is null ? null : $"new() {{ {Lists(cors)} }}"),
                ("IntegrationTimeout", timeout))})",
            "Function URL" => $"FrontDoor.FunctionUrl(factory{With(("Cors", cors is null ? null : $"new() {{ {Lists(cors)} }}"), ("FunctionTimeout", timeout))})",
            _ => $"FrontDoor.LoadBalancer(factory{With(
                ("MultiValueHeaders", "true"),
                ("ListenerAttributes", cors is null ? null : Map(FrontDoors.ListenerAttributes(cors))),
                ("FunctionTimeout", timeout))})",
        };
    }

    private static string RestApi(Setup setup, string path, string? timeout, CorsConfiguration? cors)
    {
        string?[] methods = [Route(path, rest: true), cors is null ? null : $"new(\"OPTIONS\", \"/{{proxy+}}\") {{ Mock = new(200, {Map(FrontDoors.MockHeaders(cors))}) }}"];
        return $"FrontDoor.RestApi(factory, stage: \"prod\"{With(
            ("Methods", methods.Any(method => method is not null) ? $"[new(\"ANY\", \"/\"), new(\"ANY\", \"/{{proxy+}}\"), {string.Join(", ", methods.OfType<string>())}]" : null),
            ("GatewayResponses", setup.GatewayResponses ? "new Dictionary<string, GatewayResponse> { [\"DEFAULT_4XX\"] = errors, [\"DEFAULT_5XX\"] = errors }" : null),
            ("IntegrationTimeout", timeout))})";
    }

    private static string? Route(string path, bool rest)
    {
        var start = rest ? "new(\"GET\", \"" : "new(\"GET ";
        return path.StartsWith("/members", StringComparison.Ordinal) ? $"{start}/members\") {{ Authorizer = GatewayAuthorizer.Bearer(\"member\") }}"
            : path.StartsWith("/busy", StringComparison.Ordinal) ? $"{start}/busy\") {{ Throttling = new(BurstLimit: 0) }}"
            : null;
    }

    private static string With(params (string Name, string? Value)[] settings) =>
        settings.Where(setting => setting.Value is not null).ToList() is { Count: > 0 } some
            ? $", settings: new()\n    {{\n{string.Concat(some.Select(setting => $"        {setting.Name} = {setting.Value},\n"))}    }}" : "";

    private static string Lists(CorsConfiguration cors)
    {
        (string Name, string? Value)[] settings =
        [
            ("AllowOrigins", List(cors.AllowOrigins)), ("AllowMethods", List(cors.AllowMethods)), ("AllowHeaders", List(cors.AllowHeaders)), ("ExposeHeaders", List(cors.ExposeHeaders)),
            ("AllowCredentials", cors.AllowCredentials ? "true" : null), ("MaxAge", cors.MaxAge?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ];
        return string.Join(", ", settings.Where(setting => setting.Value is not null).Select(setting => $"{setting.Name} = {setting.Value}"));
    }

    private static string? List(IReadOnlyList<string> values) => values.Count == 0 ? null : $"[{string.Join(", ", values.Select(Quote))}]";

    private static string Map(IEnumerable<KeyValuePair<string, string>> values) =>
        $"new Dictionary<string, string> {{ {string.Join(", ", values.Select(value => $"[{Quote(value.Key)}] = {Quote(value.Value)}"))} }}";

    /// <summary>JSON's escapes are C#'s too; those of quotes are written as in C#.</summary>
    private static string Quote(string text) => JsonSerializer.Serialize(text, Invocation.Plain);
}

/// <summary>What the page gives to <c>fetch()</c>.</summary>
internal sealed record PageFetch(string Method, string Path, bool Credentials, IReadOnlyDictionary<string, string> Headers, string? Body);
