using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CorsKit.Testing.Authorizers;
using CorsKit.Testing.Payloads;

namespace CorsKit.Testing;

/// <summary>
/// What checks a JSON Web Token itself, without a function: a JWT authorizer of an HTTP API
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html), a Cognito authorizer of a REST API
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html). The token comes in
/// Authorization, with or without Bearer, is signed with RS256 and has to be valid now.
/// </summary>
/// <param name="issuer">What <c>iss</c> has to be. That of a user pool is <c>https://cognito-idp.REGION.amazonaws.com/POOL</c>.</param>
/// <param name="audience">What <c>aud</c>, or else <c>client_id</c>, has to be one of.</param>
/// <param name="key">The key of the issuer, which the test makes and disposes of: <c>RSA.Create(2048)</c>.</param>
public sealed class JwtAuthorizer(string issuer, IReadOnlyList<string> audience, RSA key)
{
    private const string Expired = "the token has expired";

    private readonly RSA _key = key ?? throw new ArgumentNullException(nameof(key));

    /// <summary>What <c>iss</c> has to be.</summary>
    public string Issuer { get; } = issuer ?? throw new ArgumentNullException(nameof(issuer));

    /// <summary>What <c>aud</c>, or else <c>client_id</c>, has to be one of.</summary>
    public IReadOnlyList<string> Audience { get; } = audience ?? throw new ArgumentNullException(nameof(audience));

    /// <summary>What <c>kid</c> in a token's header has to be, as in the keys that the issuer publishes. Default: emulated.</summary>
    public string KeyId { get; init; } = "emulated";

    /// <summary>What tokens expire by. Default: the system's clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>A token that the authorizer takes, unless the claims make it another: issued now, valid for an hour, for the first audience.</summary>
    /// <param name="claims">Claims beside those, or in their place; null as a value leaves one out. Default: none.</param>
    /// <returns>The token, without Bearer.</returns>
    public string CreateToken(IReadOnlyDictionary<string, object?>? claims = null)
    {
        var now = TimeProvider.GetUtcNow().ToUnixTimeSeconds();
        var all = new Dictionary<string, object?> { ["iss"] = Issuer, ["aud"] = Audience.Count > 0 ? Audience[0] : null, ["iat"] = now, ["exp"] = now + 3600 };
        foreach (var (name, value) in claims ?? new Dictionary<string, object?>())
        {
            all[name] = value;
        }

        var signed = Encode(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["alg"] = "RS256", ["kid"] = KeyId, ["typ"] = "JWT" })) + "." + Encode(JsonSerializer.SerializeToUtf8Bytes(all.Where(claim => claim.Value is not null).ToDictionary()));
        return $"{signed}.{Encode(_key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    /// <param name="request">The request.</param>
    /// <param name="scopes">Those of which the token must have one; none asks for none.</param>
    internal AuthorizerDecision Decide(ProxyRequest request, IReadOnlyList<string> scopes)
    {
        if (request.Find("Authorization") is not { Length: > 0 } authorization)
        {
            return new(AuthorizerOutcome.Unauthorized) { Challenge = "Bearer" };
        }

        var token = authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? authorization[7..].Trim() : authorization;
        var fault = Read(token, out var claims) ?? FindFault(claims);
        if (fault is not null)
        {
            return new(AuthorizerOutcome.Unauthorized) { HasExpired = fault == Expired, Challenge = $"Bearer scope=\"{string.Join(' ', scopes)}\" error=\"invalid_token\" error_description=\"{fault}\"" };
        }

        var granted = Values(claims, "scope").Concat(Values(claims, "scp")).SelectMany(value => value.Split(' ')).ToList();
        return scopes.Count > 0 && !scopes.Any(granted.Contains)
            ? new(AuthorizerOutcome.Denied) { Challenge = $"Bearer scope=\"{string.Join(' ', scopes)}\" error=\"insufficient_scope\"" }
            : new(AuthorizerOutcome.Allowed) { Claims = claims, Scopes = scopes.Count > 0 ? [.. scopes.Where(granted.Contains)] : null };
    }

    /// <summary>
    /// The same of a user pool: a method without scopes takes ID tokens, and one with scopes access tokens
    /// (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html). A token that does not say which it is passes.
    /// </summary>
    internal AuthorizerDecision DecideAsUserPool(ProxyRequest request, IReadOnlyList<string> scopes)
    {
        var decision = Decide(request, scopes);
        return decision.Outcome == AuthorizerOutcome.Allowed && Values(decision.Claims, "token_use") is [var use] && use == (scopes.Count > 0 ? "id" : "access")
            ? new(AuthorizerOutcome.Unauthorized) : decision;
    }

    private string? Read(string token, out JsonElement claims)
    {
        claims = default;
        try
        {
            if (token.Split('.') is not [var header, var payload, var signature])
            {
                return "the token is not well-formed";
            }

            using var algorithm = JsonDocument.Parse(Base64Url.DecodeFromChars(header));
            using var body = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            claims = body.RootElement.Clone();
            return claims.ValueKind != JsonValueKind.Object ? "the token is not well-formed"
                : algorithm.RootElement.GetProperty("alg").GetString() == "RS256" && Values(algorithm.RootElement, "kid") is [var kid] && kid == KeyId
                && _key.VerifyData(Encoding.ASCII.GetBytes($"{header}.{payload}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                ? null : "signature is invalid";
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return "the token is not well-formed";
        }
    }

    /// <summary>The order and the claims are documented; of the words those about the audience.</summary>
    private string? FindFault(JsonElement claims)
    {
        var now = TimeProvider.GetUtcNow().ToUnixTimeSeconds();
        string[] audience = [.. Values(claims, "aud") is { Length: > 0 } aud ? aud : Values(claims, "client_id")];
        return Values(claims, "iss") is not [var issuer] || issuer != Issuer ? "the issuer is invalid"
            : !audience.Any(Audience.Contains) ? "the token does not have a valid audience"
            : Time(claims, "exp") is not { } expires || expires <= now ? Expired
            : Time(claims, "nbf") > now || Time(claims, "iat") > now ? "the token is not valid yet"
            : null;
    }

    private static double? Time(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private static string[] Values(JsonElement claims, string name) => !claims.TryGetProperty(name, out var value) ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => item.ToString())] : [value.ToString()];

    private static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
