using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CorsKit.Tests.Fuzz;
using CorsKit.Tests.Hosts;
using CsCheck;

namespace CorsKit.Authorizer.Tests;

/// <summary>Events that are broken in any way: each is answered, and nobody is let in whom a naive reader of the event would not let in.</summary>
public sealed partial class AuthorizerFuzz
{
    private static readonly Gen<string> Value = Gen.OneOf("Bearer token", "a", "Bearer token,a", "", Events.Shop, "https://evil.example", "null");

    private static readonly Gen<JsonArray> Several = Value.Null().Array[0, 3].Select(values => new JsonArray([.. values.Select(value => JsonValue.Create(value))]));

    /// <summary>Another value, or several, of what is read; under another spelling of its name too.</summary>
    private static readonly Gen<Action<JsonObject>> Change = Gen.OneOf(
        Gen.Select(Gen.OneOf("authorization", "Authorization", "AUTHORIZATION", "x-tenant", "X-Tenant", "origin", "Origin"), Value.Null(),
            Action<JsonObject> (name, value) => json => json["headers"]![name] = value),
        Gen.Select(Gen.OneOf("authorization", "Authorization", "x-tenant", "X-Tenant", "origin"), Several.Null(),
            Action<JsonObject> (name, values) => json => (json["multiValueHeaders"] ??= new JsonObject())[name] = values?.DeepClone()),
        Several.Select(Action<JsonObject> (values) => json => json["identitySource"] = values.DeepClone()),
        Value.Null().Select(Action<JsonObject> (value) => json => json["identitySource"] = value),
        Gen.OneOf("headers", "multiValueHeaders", "identitySource", "type", "version", "methodArn", "routeArn").Select(Action<JsonObject> (name) => json => json.Remove(name)),
        Gen.Select(Gen.OneOf("methodArn", "routeArn"), Gen.OneOf("arn:aws:execute-api:*:1:abc/prod/GET/", "arn:aws:execute-api:eu-west-1:1:*/prod/GET/a", "arn:aws:execute-api:eu-west-1:1:abc/prod", "arn:aws-cn:execute-api:::a/b/c/d/e"),
            Action<JsonObject> (name, arn) => json => json[name] = arn));

    private static readonly Gen<string> Event = Gen.Select(Gen.OneOf(Events.All), Change.Array[0, 3],
        (lambdaEvent, changes) => changes.Aggregate(lambdaEvent, (changed, change) => Events.With(changed, json =>
        {
            json["headers"] ??= new JsonObject();
            change(json);
        }))).Edited(
        "{", "}", "[", "]", "\"", ",", ":", "null", "1", "\\ud800", "\\u0000", "\u00ff", "*", "/", "2.0", "1.0", "REQUEST", "\"type\":\"REQUEST\",", "Bearer token,", "a", "arn:aws:execute-api:", "$default");

    [Fuzz]
    public void Whatever_comes_is_answered_and_lets_in_nobody_whom_a_naive_reader_keeps_out() =>
        Gen.Select(Event, Gen.Bool, Gen.Bool, Gen.OneOf("Authorization", "Authorization,X-Tenant")).Fuzz(input =>
        {
            var (text, simple, refusesForeign, sources) = input;
            using var log = new LogLines();
            var authorizer = Events.ByIdentity(log, AuthorizerDecision.Allow("me"), options =>
            {
                options.EnableSimpleResponses = simple;
                options.RefuseForeignOrigins = refusesForeign;
                options.IdentitySources = sources.Split(',');
            });

            // One byte for each character, so that some are not UTF-8. All of it happens on this thread.
            var bytes = Encoding.Latin1.GetBytes(text);
            var answer = Fuzzing.Within(262_144 + (64 * bytes.Length), () =>
            {
                var handled = authorizer.HandleAsync(new MemoryStream(bytes), TestContext.Current.CancellationToken);
                return handled.IsCompletedSuccessfully ? handled.Result : throw new InvalidOperationException("It went on elsewhere.", handled.Exception);
            });

            var json = JsonNode.Parse(answer)!;
            var statement = json["policyDocument"]?["Statement"]![0]!;
            var isAllowed = statement is null ? json["isAuthorized"]!.GetValue<bool>() : statement["Effect"]!.GetValue<string>() == "Allow";
            var read = Read(bytes);
            Assert.True(!isAllowed || (read is { } known && LetsIn(known, sources.Split(','), refusesForeign)), "It is let in.");
            if (isAllowed && statement is not null)
            {
                Assert.Equal(Arn.Match(ArnOf(read!.Value)!).Groups["api"].Value + "/*", Assert.Single(statement["Resource"]!.AsArray())!.GetValue<string>());
            }
        });

    private static JsonElement? Read(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(bytes);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool LetsIn(JsonElement read, string[] sources, bool refusesForeign) =>
        Text(read, "type") == "REQUEST" && Text(read, "version") is null or "1.0" or "2.0" && ArnOf(read) is { } arn && Arn.IsMatch(arn)
        && sources.Index().All(source => Values(read, source.Item) is var values && values.Count < 2 && IsRemembered(read, source.Index, values.FirstOrDefault()))
        && (!refusesForeign || Values(read, "Origin").All(origin => origin == Events.Shop));

    /// <summary>What API Gateway says that it remembers the decision by is what is sent.</summary>
    private static bool IsRemembered(JsonElement read, int position, string? value) => Last(read, "identitySource") switch
    {
        { ValueKind: JsonValueKind.Array } list => value is not null && list.EnumerateArray().ElementAtOrDefault(position) is { ValueKind: JsonValueKind.String } source && source.GetString() == value,
        { ValueKind: JsonValueKind.String } text => value is not null && text.GetString()!.Split(',').ElementAtOrDefault(position) == value,
        _ => true,
    };

    private static string? ArnOf(JsonElement read) => Text(read, Text(read, "version") == "2.0" ? "routeArn" : "methodArn");

    /// <summary>Of the map that has room for several, or of the other where that has none.</summary>
    private static List<string> Values(JsonElement read, string name)
    {
        var several = Headers(read, "multiValueHeaders", name).Where(values => values.ValueKind == JsonValueKind.Array).SelectMany(values => values.EnumerateArray());
        return Texts(several) is { Count: > 0 } values ? values : Texts(Headers(read, "headers", name));
    }

    private static List<string> Texts(IEnumerable<JsonElement> values) => [.. values.Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!)];

    /// <summary>The header in each of its spellings; of one that stands twice in the same, the last.</summary>
    private static List<JsonElement> Headers(JsonElement read, string map, string name) => Last(read, map) is not { ValueKind: JsonValueKind.Object } headers ? []
        : [.. headers.EnumerateObject().Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).GroupBy(header => header.Name).Select(header => header.Last().Value)];

    private static string? Text(JsonElement read, string name) => Last(read, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement? Last(JsonElement read, string name) => read.ValueKind == JsonValueKind.Object && read.TryGetProperty(name, out var value) ? value : null;

    [GeneratedRegex(@"^(?<api>arn:[\w$-]+:execute-api:[\w$-]*:[\w$-]*:[\w$-]+/[\w$-]+)(/|$)", RegexOptions.ECMAScript)]
    private static partial Regex Arn { get; }
}
