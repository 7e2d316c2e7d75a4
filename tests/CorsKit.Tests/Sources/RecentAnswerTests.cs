using CorsKit.Sources;

namespace CorsKit.Tests.Sources;

/// <summary>One answer: how long it holds, what a policy makes of it, and whether its origin may be asked about.</summary>
public sealed class RecentAnswerTests
{
    private const string Origin = "https://stored.example";

    private static readonly OriginFinding[] Refusals = [OriginFinding.Refused, OriginFinding.Unverified];

    private static readonly GatewayCorsPolicy Policy = PolicyOf("https://one.example");
    private static readonly GatewayCorsPolicy OtherPolicy = PolicyOf("https://other.example");

    private static GatewayCorsPolicy PolicyOf(string origin) => GatewayCorsPolicy.Create(new GatewayCorsPolicySettings { AllowOrigins = [origin] });

    private static RecentAnswer Given(OriginFinding finding) => new(new OriginKey(Origin, null), finding, given: 10, freshUntil: 20, graceUntil: 30);

    [Theory]
    [InlineData(9, false, false)]
    [InlineData(10, true, true)]
    [InlineData(19, true, true)]
    [InlineData(20, false, true)]
    [InlineData(29, false, true)]
    [InlineData(30, false, false)]
    public void It_holds_from_when_it_was_given_and_only_who_was_allowed_has_a_grace(long now, bool isFresh, bool isInGrace)
    {
        var allowed = Given(OriginFinding.Allowed);
        Assert.Equal((isFresh, isInGrace), (allowed.IsFresh(now), allowed.IsInGrace(now)));
        Assert.All(Refusals, finding => Assert.Equal((isFresh, false), (Given(finding).IsFresh(now), Given(finding).IsInGrace(now))));
    }

    [Fact]
    public void The_verdict_is_made_once_for_the_policy_that_asked_last()
    {
        foreach (var (finding, reason) in new[]
        {
            (OriginFinding.Allowed, CorsReason.Allowed),
            (OriginFinding.Refused, CorsReason.OriginNotAllowed),
            (OriginFinding.Unverified, CorsReason.OriginUnverified),
        })
        {
            var answer = Given(finding);
            Assert.Null(answer.VerdictOf(Policy));

            var verdict = answer.Evaluate(Policy);
            Assert.Equal((reason, finding == OriginFinding.Allowed ? Origin : null), (verdict.Reason, verdict.AllowOrigin));
            Assert.Same(verdict, answer.VerdictOf(Policy));
            Assert.Same(verdict, answer.Evaluate(Policy));

            Assert.Null(answer.VerdictOf(OtherPolicy));
            Assert.Equal(reason, answer.Evaluate(OtherPolicy).Reason);
            Assert.Null(answer.VerdictOf(Policy));
            Assert.NotNull(answer.VerdictOf(OtherPolicy));

            answer.ForgetVerdict();
            Assert.Null(answer.VerdictOf(OtherPolicy));
        }
    }

    /// <summary>Numbered tenants differ in one or two characters, wherever these stand: a few may share a place, and are taken apart again.</summary>
    [Theory]
    [InlineData("https://shop-{0}.example")]
    [InlineData("https://{0}.shops.example.com")]
    [InlineData("https://www.shop{0}.com:8443")]
    public void An_origin_that_may_be_asked_about_is_known_while_others_come(string format)
    {
        var policy = new SourcedPolicy("tenants", Policy, new PolicySource(typeof(ScriptedSource), new OriginSourceOptions()));
        string[] origins = ["", .. Enumerable.Range(100, 31).Select(number => string.Format(null, format, number))];
        Assert.All(origins, origin => Assert.False(policy.IsKnownToAsk(origin)));
        foreach (var origin in origins)
        {
            policy.KnowToAsk(origin);
            Assert.True(policy.IsKnownToAsk(origin));
            Assert.False(policy.IsKnownToAsk(origin + "x"));
        }

        Assert.InRange(origins.Count(policy.IsKnownToAsk), 16, origins.Length);
    }
}
