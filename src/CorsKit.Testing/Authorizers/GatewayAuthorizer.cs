using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CorsKit.Testing.Authorizers;
using CorsKit.Testing.Payloads;

namespace CorsKit.Testing;

/// <summary>
/// A Lambda authorizer of type REQUEST, with the cache that API Gateway keeps of its results
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html).
/// One authorizer may stand on several methods or routes, which then share its cache.
/// </summary>
/// <param name="function">The authorizer's function: event in, IAM policy or simple response out, both as JSON.</param>
public sealed class GatewayAuthorizer(Func<Stream, CancellationToken, Task<Stream>> function)
{
    /// <summary>An identity source that tells the routes of an HTTP API apart in the cache.</summary>
    public const string RouteKeySource = "$context.routeKey";

    private readonly Func<Stream, CancellationToken, Task<Stream>> _function = function ?? throw new ArgumentNullException(nameof(function));
    private readonly ConcurrentDictionary<string, (long Stored, AuthorizerResult Result)> _results = new();

    /// <summary>
    /// Names of request headers that identify the caller, and <see cref="RouteKeySource"/>. A request that lacks one, a
    /// preflight above all, gets a 401 and the function is not invoked. They are the key of the cache. Default: Authorization.
    /// A name as templates write it (<c>method.request.header.Authorization</c>, <c>$request.header.Authorization</c>) is taken too, and so is
    /// <c>method.request.querystring.NAME</c> or <c>$request.querystring.NAME</c>.
    /// </summary>
    public IReadOnlyList<string> IdentitySources { get; init; } = ["Authorization"];

    /// <summary>
    /// Whether a missing identity source gives a 401 where <see cref="ResultTtl"/> is 0 as well; AWS documents it for caching.
    /// Default: true.
    /// </summary>
    public bool AssumedIdentityIsRequiredWithoutCaching { get; init; } = true;

    /// <summary>How long a result is used again for the same identity; 0 to 3600 s, 0 for never. Default: 300 s, as REST APIs have it.</summary>
    public TimeSpan ResultTtl { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>The payload format of an HTTP API's authorizer. Default: 2.0. That of a REST API is always 1.0.</summary>
    public PayloadFormatVersion PayloadFormatVersion { get; init; } = PayloadFormatVersion.V2;

    /// <summary>Whether the function, of an HTTP API, may return <c>{"isAuthorized": …}</c> instead of a policy. Default: false.</summary>
    public bool EnableSimpleResponses { get; init; }

    /// <summary>
    /// The message of an exception that makes API Gateway answer 401, no more and no less: an AggregateException around it gives a
    /// 500. Default: Unauthorized (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html).
    /// </summary>
    public string UnauthorizedMessage { get; init; } = "Unauthorized";

    /// <summary>The function's own timeout, which is an error of the authorizer; up to 900 s, on an HTTP API up to 10 s. Default: 10 s.</summary>
    public TimeSpan FunctionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What the cache lives by. Default: the system's clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>An authorizer that lets in who sends <c>Authorization: Bearer</c> with the token, and denies everyone else.</summary>
    /// <param name="token">The token.</param>
    /// <returns>The authorizer.</returns>
    public static GatewayAuthorizer Bearer(string token) => new(async (lambdaEvent, cancellationToken) =>
    {
        var request = await JsonNode.ParseAsync(lambdaEvent, cancellationToken: cancellationToken).ConfigureAwait(false);
        var headers = request!["headers"]!.AsObject();
        var authorization = headers.FirstOrDefault(header => header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase)).Value?.GetValue<string>();
        var policy = new JsonObject
        {
            ["principalId"] = "user",
            ["policyDocument"] = new JsonObject
            {
                ["Version"] = "2012-10-17",
                ["Statement"] = new JsonArray(new JsonObject
                {
                    ["Action"] = "execute-api:Invoke",
                    ["Effect"] = authorization == $"Bearer {token}" ? "Allow" : "Deny",
                    ["Resource"] = "*",
                }),
            },
        };
        return new MemoryStream(Encoding.UTF8.GetBytes(policy.ToJsonString()));
    });

    private static string? Find(string source, ProxyRequest request)
    {
        var name = source[(source.LastIndexOf('.') + 1)..];
        return source.Contains("request.querystring.", StringComparison.Ordinal) ? request.QueryPairs().FirstOrDefault(pair => pair.Key == name)?.Last() : request.Find(name);
    }

    /// <param name="request">The request, for its identity.</param>
    /// <param name="routeKey">The route's key.</param>
    /// <param name="arn">What the policy must allow.</param>
    /// <param name="describe">The event for the function, made only where it is invoked.</param>
    /// <param name="cancellationToken">Ends the wait for the function.</param>
    internal async Task<AuthorizerDecision> DecideAsync(
        ProxyRequest request, string routeKey, string arn, Func<string[], JsonObject> describe, CancellationToken cancellationToken)
    {
        string[] identity = [.. IdentitySources.Select(source => source == RouteKeySource ? routeKey : Find(source, request) ?? "")];
        if (identity.Contains("") && (ResultTtl > TimeSpan.Zero || AssumedIdentityIsRequiredWithoutCaching))
        {
            return new(AuthorizerOutcome.Unauthorized);
        }

        var key = JsonSerializer.Serialize(identity);
        var isCached = ResultTtl > TimeSpan.Zero && identity.Length > 0;
        if (isCached && _results.TryGetValue(key, out var cached) && TimeProvider.GetElapsedTime(cached.Stored) < ResultTtl)
        {
            return cached.Result.Decide(arn);
        }

        AuthorizerResult result;
        try
        {
            var lambdaEvent = new MemoryStream(Encoding.UTF8.GetBytes(describe(identity).ToJsonString()));
            var response = await _function(lambdaEvent, cancellationToken).WaitAsync(FunctionTimeout, TimeProvider, cancellationToken).ConfigureAwait(false);
            await using (response.ConfigureAwait(false))
            {
                using var document = await JsonDocument.ParseAsync(response, cancellationToken: cancellationToken).ConfigureAwait(false);
                result = new AuthorizerResult(document.RootElement.Clone(), EnableSimpleResponses);
            }
        }
        catch (JsonException)
        {
            return new(AuthorizerOutcome.Misconfigured);
        }
#pragma warning disable CA1031 // Whatever the function throws, the gateway answers.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new(exception.Message == UnauthorizedMessage ? AuthorizerOutcome.Unauthorized : AuthorizerOutcome.Failed);
        }

        if (isCached && result.IsUsable)
        {
            foreach (var (expired, _) in _results.Where(known => TimeProvider.GetElapsedTime(known.Value.Stored) >= ResultTtl))
            {
                _results.TryRemove(expired, out _);
            }

            _results[key] = (TimeProvider.GetTimestamp(), result);
        }

        return result.Decide(arn);
    }
}
