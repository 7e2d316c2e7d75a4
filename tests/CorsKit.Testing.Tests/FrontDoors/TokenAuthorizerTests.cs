using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace CorsKit.Testing.Tests;

/// <summary>JWT authorizers of HTTP APIs and Cognito authorizers of REST APIs: which tokens pass, what is said to the others, and what the function gets.</summary>
public sealed class TokenAuthorizerTests
{
    private const string Issuer = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_orders";

    // Two for all tests: making one takes long.
    private static readonly RSA Key = RSA.Create(2048);
    private static readonly RSA OtherKey = RSA.Create(2048);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private JwtAuthorizer Authorizer => new(Issuer, ["shop", "desk"], Key) { TimeProvider = _time };

    /// <summary>The token, the scopes that are asked for, what an HTTP API says in WWW-Authenticate (empty where the token passes), and the status of both APIs.</summary>
    public static TheoryData<string, string, string, int, int> Tokens => new()
    {
        { "good", "", "", 200, 200 },
        { "good, without Bearer", "", "", 200, 200 },
        { "aud=desk", "", "", 200, 200 },
        { "aud=,client_id=desk", "", "", 200, 200 },
        { "scope=orders/read orders/write", "orders/write", "", 200, 200 },
        { "scope=orders/read", "orders/write orders/read", "", 200, 200 },

        // A user pool takes ID tokens where no scopes are asked for, and access tokens where some are; a JWT authorizer takes both.
        { "token_use=id", "", "", 200, 200 },
        { "token_use=access", "", "", 200, 401 },
        { "token_use=id,scope=a", "a", "", 200, 401 },
        { "token_use=access,scope=a", "a", "", 200, 200 },

        { "none", "", "Bearer", 401, 401 },
        { "not a token", "", "Bearer scope=\"\" error=\"invalid_token\" error_description=\"the token is not well-formed\"", 401, 401 },
        { "a.b.c", "", "Bearer scope=\"\" error=\"invalid_token\" error_description=\"the token is not well-formed\"", 401, 401 },
        { "another key", "", "Bearer scope=\"\" error=\"invalid_token\" error_description=\"signature is invalid\"", 401, 401 },
        { "another kid", "", "Bearer scope=\"\" error=\"invalid_token\" error_description=\"signature is invalid\"", 401, 401 },
        { """{"alg":"RS256"} {}""", "", "Bearer scope=\"\" error=\"invalid_token\" error_description=\"signature is invalid\"", 401, 401 },
        { """{"alg":"none","kid":"emulated"} {}""", "", "Bearer scope=\"\" error=\"invalid_token\" error_description=\"signature is invalid\"", 401, 401 },
        { """{"alg":"RS256","kid":"emulated"} []""", "", "Bearer scope=\"\" error=\"invalid_token\" error_description=\"the token is not well-formed\"", 401, 401 },
        { """{"alg":"RS256","kid":"emulated"} {}""", "", "Bearer scope=\"\" error=\"invalid_token\" error_description=\"the issuer is invalid\"", 401, 401 },
        { "iss=https://evil.example", "", "Bearer scope=\"\" error=\"invalid_token\" error_description=\"the issuer is invalid\"", 401, 401 },
        { "aud=other", "", "Bearer scope=\"\" error=\"invalid_token\" error_description=\"the token does not have a valid audience\"", 401, 401 },
        { "aud=,client_id=other", "", "Bearer scope=\"\" error=\"invalid_token\" error_description=\"the token does not have a valid audience\"", 401, 401 },
        { "exp=-1", "", "Bearer scope=\"\" error=\"invalid_token\" error_description=\"the token has expired\"", 401, 401 },
        { "nbf=60", "", "Bearer scope=\"\" error=\"invalid_token\" error_description=\"the token is not valid yet\"", 401, 401 },
        { "iat=60", "a", "Bearer scope=\"a\" error=\"invalid_token\" error_description=\"the token is not valid yet\"", 401, 401 },
        { "scope=orders/read", "orders/write", "Bearer scope=\"orders/write\" error=\"insufficient_scope\"", 403, 401 },
        { "good", "orders/write", "Bearer scope=\"orders/write\" error=\"insufficient_scope\"", 403, 401 },
    };

    [Theory]
    [MemberData(nameof(Tokens))]
    public async Task A_token_passes_or_is_refused_in_the_words_of_the_API(string token, string scopes, string challenge, int http, int rest)
    {
        var visitor = new Visitor(Visitor.OwnsCors);
        var asked = scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        await using var httpApi = FrontDoor.HttpApi(visitor.Function, settings: new() { Routes = [new("GET /orders") { JwtAuthorizer = Authorizer, AuthorizationScopes = asked }] });
        await using var restApi = FrontDoor.RestApi(visitor.Function, settings: new() { Methods = [new("GET", "/orders") { CognitoAuthorizer = Authorizer, AuthorizationScopes = asked }] });

        Assert.Equal((http, challenge, http switch { 200 => "hi", 401 => """{"message":"Unauthorized"}""", _ => """{"message":"Forbidden"}""" }), await AskAsync(httpApi, token));
        Assert.Equal((rest, "", rest == 200 ? "hi" : token == "exp=-1" ? """{"message":"The incoming token has expired"}""" : """{"message":"Unauthorized"}"""), await AskAsync(restApi, token));
        Assert.Equal((http == 200 ? 1 : 0) + (rest == 200 ? 1 : 0), visitor.Events.Count);
    }

    [Fact]
    public async Task A_token_expires()
    {
        await using var door = FrontDoor.HttpApi(new Visitor(Visitor.OwnsCors).Function, settings: new() { Routes = [new("$default") { JwtAuthorizer = Authorizer }] });
        var token = "Authorization: Bearer " + Authorizer.CreateToken();

        Assert.StartsWith("200", await Visitor.AskAsync(door, "GET /orders", token), StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.StartsWith("401", await Visitor.AskAsync(door, "GET /orders", token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.0", """{"jwt":{"claims":{"iss":"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_orders","aud":"shop","sub":"me","scope":"a b","level":"3","admin":"true","cognito:groups":"[one two]"},"scopes":["b"]}}""")]
    [InlineData("1.0", """{"claims":{"iss":"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_orders","aud":"shop","sub":"me","scope":"a b","level":"3","admin":"true","cognito:groups":"[one two]"},"scopes":["b"]}""")]
    [InlineData("REST", """{"claims":{"iss":"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_orders","aud":"shop","sub":"me","scope":"a b","level":"3","admin":"true","cognito:groups":"one,two"}}""")]
    public async Task The_claims_reach_the_function_as_text(string kind, string expected)
    {
        var visitor = new Visitor(Visitor.OwnsCors);
        var authorizer = Authorizer;
        await using var door = kind == "REST"
            ? FrontDoor.RestApi(visitor.Function, settings: new() { Methods = [new("GET", "/orders") { CognitoAuthorizer = authorizer, AuthorizationScopes = ["b", "c"] }] })
            : FrontDoor.HttpApi(visitor.Function, settings: new()
            {
                Routes = [new("GET /orders") { JwtAuthorizer = authorizer, AuthorizationScopes = ["b", "c"] }],
                PayloadFormatVersion = kind == "1.0" ? PayloadFormatVersion.V1 : PayloadFormatVersion.V2,
            });
        var token = authorizer.CreateToken(new Dictionary<string, object?> { ["sub"] = "me", ["scope"] = "a b", ["level"] = 3, ["admin"] = true, ["cognito:groups"] = new[] { "one", "two" } });

        await Visitor.AskAsync(door, "GET /orders", "Authorization: Bearer " + token);

        var seen = Assert.Single(visitor.Events)["requestContext"]!["authorizer"]!.AsObject();
        foreach (var name in (string[])["iat", "exp"])
        {
            (seen["jwt"] ?? seen)["claims"]!.AsObject().Remove(name);
        }

        JsonAssert.Same(expected, seen);
    }

    [Fact]
    public async Task The_app_sees_who_calls()
    {
        await using var function = await Function.StartAsync();
        await using var door = FrontDoor.HttpApi(function.InvokeAsync, settings: new() { Routes = [new("$default") { JwtAuthorizer = Authorizer }] });

        var answer = await Visitor.AskAsync(door, "GET /orders", "Authorization: Bearer " + Authorizer.CreateToken(new Dictionary<string, object?> { ["sub"] = "me" }));

        Assert.Equal("me", JsonNode.Parse(answer.Split('\n', 2)[1])!["user"].Text("sub"));
    }

    [Theory]
    [InlineData(true, "$default", "401")]
    [InlineData(false, "$default", "401")]
    [InlineData(true, "GET /orders", "204")]
    public async Task It_stands_before_preflights_of_its_route(bool configured, string route, string status)
    {
        await using var door = FrontDoor.HttpApi(new Visitor(Visitor.OwnsCors).Function, settings: new()
        {
            Routes = [new(route) { JwtAuthorizer = Authorizer }],
            CorsConfiguration = configured ? new() { AllowOrigins = ["https://app.example"], AllowMethods = ["*"], AllowHeaders = ["content-type"] } : null,
        });

        Assert.StartsWith(status, await Visitor.AskAsync(door, "OPTIONS /orders", Visitor.Preflight()), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_authorizers_are_one_too_many()
    {
        Assert.Contains("here are two", Assert.Throws<ArgumentException>(() => FrontDoor.HttpApi(new Visitor("").Function, settings: new()
        {
            Routes = [new("$default") { JwtAuthorizer = Authorizer, Authorizer = GatewayAuthorizer.Bearer("right") }],
        })).Message, StringComparison.Ordinal);
        Assert.Contains("GET /orders has two authorizers", Assert.Throws<ArgumentException>(() => FrontDoor.RestApi(new Visitor("").Function, settings: new()
        {
            Methods = [new("GET", "/orders") { CognitoAuthorizer = Authorizer, Authorizer = GatewayAuthorizer.Bearer("right") }],
        })).Message, StringComparison.Ordinal);
    }

    private async Task<(int Status, string Challenge, string Body)> AskAsync(FrontDoor door, string token)
    {
        using var client = door.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "orders");
        if (token != "none")
        {
            request.Headers.TryAddWithoutValidation("Authorization", token == "good, without Bearer" ? Authorizer.CreateToken() : "Bearer " + Write(token));
        }

        using var answer = await client.SendAsync(request, Visitor.Cancel);
        return ((int)answer.StatusCode, answer.Headers.NonValidated.TryGetValues("www-authenticate", out var challenge) ? challenge.ToString() : "", await answer.Content.ReadAsStringAsync(Visitor.Cancel));
    }

    private string Write(string token)
    {
        if (token is "not a token" or "a.b.c")
        {
            return token;
        }

        if (token is "another key" or "another kid")
        {
            return new JwtAuthorizer(Issuer, ["shop"], token == "another key" ? OtherKey : Key) { TimeProvider = _time, KeyId = token == "another key" ? "emulated" : "other" }.CreateToken();
        }

        if (token.StartsWith('{'))
        {
            var signed = string.Join('.', token.Split(' ').Select(part => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part))));
            return $"{signed}.{Base64Url.EncodeToString(Key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
        }

        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, object?>();
        foreach (var claim in token == "good" ? [] : token.Split(','))
        {
            var (name, value) = (claim.Split('=', 2)[0], claim.Split('=', 2)[1]);
            claims[name] = value.Length == 0 ? null : name is "exp" or "nbf" or "iat" ? now + int.Parse(value, System.Globalization.CultureInfo.InvariantCulture) : value;
        }

        return Authorizer.CreateToken(claims);
    }
}
