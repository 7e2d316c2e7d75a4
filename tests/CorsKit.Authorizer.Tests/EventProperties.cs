using System.Text.Json;
using CorsKit.Tests;
using CorsKit.Tests.Hosts;
using CsCheck;

namespace CorsKit.Authorizer.Tests;

[Trait("Lane", "fuzz")]
public sealed class EventProperties
{
    /// <summary>The decision is made from what the event says; a caller without the token is never let in, and nothing gets out but an answer.</summary>
    [Fact]
    public void Whatever_comes_is_answered_and_nobody_gets_in_without_the_token()
    {
        using var log = new LogLines();
        CorsAuthorizer[] authorizers =
        [
            .. from simple in new[] { false, true }
               select CorsAuthorizer.ByIdentity(
                   (identity, _) => new(identity.Header("Authorization") == "Bearer token" ? AuthorizerDecision.Allow("me") : AuthorizerDecision.Deny()),
                   Events.Options(log, options => options.EnableSimpleResponses = simple)),
        ];

        Fuzz.Run(Gen.Select(Fuzz.MutatedJson(Events.All), Gen.OneOf(authorizers)), input =>
        {
            var (lambdaEvent, authorizer) = input;
            using var answer = JsonDocument.Parse(Events.AskAsync(authorizer, lambdaEvent).GetAwaiter().GetResult());
            var root = answer.RootElement;
            var isAllowed = root.TryGetProperty("isAuthorized", out var simple)
                ? simple.GetBoolean()
                : root.GetProperty("policyDocument").GetProperty("Statement").EnumerateArray().Any(statement => statement.GetProperty("Effect").GetString() == "Allow");
            Assert.True(!isAllowed || lambdaEvent.Contains("Bearer token", StringComparison.Ordinal) || lambdaEvent.Contains('\\', StringComparison.Ordinal), answer.RootElement.ToString());
        }, input => input.Item1);
    }
}
