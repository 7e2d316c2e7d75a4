using CsCheck;

namespace CorsKit.Tests.Policies;

[Trait("Lane", "fuzz")]
public sealed class PreflightProperties
{
    private const string Shop = "https://shop.example.com";

    private static readonly string[] Names = ["content-type", "authorization", "x-a", "x-trace"];

    private static readonly Gen<string> Requested = Gen.OneOf("content-type", "Content-Type", "authorization", "AUTHORIZATION", "x-a", "X-Trace", "x-other", "", " ", "\t", "a b", "é", "*", "x\0");

    private static readonly Gen<string[]> Lines = Gen.OneOf(
        Gen.Select(Requested.List[0, 6], Gen.OneOf(",", ", ", " ,\t", ",,"), (names, comma) => string.Join(comma, names)).Array[0, 3],
        Gen.Select(Gen.Int[0, 70], Gen.Int[0, 70], (names, length) => (string[])[string.Join(',', Enumerable.Repeat("x-a" + new string('a', length), names))]),
        Fuzz.Mutated("content-type,authorization", "x-a", "authorization,content-type,x-a,x-trace").Array[0, 3]);

    private static readonly Gen<(string[] Methods, string[] Headers, bool Credentials, bool RequestedOnly)> Policies = Gen.Select(
        Gen.OneOf<string[]>(["PUT"], ["PUT", "DELETE", "purge"], ["*"], []), Gen.Int[0, 31].Select(bits => (string[])[.. Names.Append("*").Where((_, i) => (bits & (1 << i)) != 0)]), Gen.Bool, Gen.Bool);

    private static readonly Gen<string> Methods = Gen.OneOf(Gen.OneOf("PUT", "DELETE", "PATCH", "put", "purge", "GET", "HEAD", "POST", "TRACE", "", "a b"), Fuzz.Mutated("PUT", "DELETE"));

    [Fact]
    public void A_preflight_is_granted_what_the_policy_names_and_no_more() => Fuzz.Run(Gen.Select(Policies, Methods, Lines), input =>
    {
        var ((methods, headers, credentials, requestedOnly), method, lines) = input;
        var settings = Settings.Of(Shop).Methods(methods).Headers(headers);
        var policy = (credentials ? settings.Credentials() : settings).Compile();

        var before = GC.GetAllocatedBytesForCurrentThread();
        var verdict = policy.EvaluatePreflight(Shop, method, lines, requestedOnly);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        var names = lines.SelectMany(line => line.Split(',')).Select(name => name.Trim(' ', '\t')).Where(name => name != "").ToList();
        var isRead = lines.Sum(line => line.Length) <= 4096 && names.Count <= 64;
        var allowed = isRead ? names.FindAll(name => Allows(headers, name)) : [];
        var allowsMethod = method is "GET" or "HEAD" or "POST" || (methods.Contains("*") ? IsToken(method) && method.ToUpperInvariant() is not ("CONNECT" or "TRACE" or "TRACK") : methods.Contains(method));
        Assert.Equal(!allowsMethod ? CorsReason.MethodNotAllowed : isRead && allowed.Count == names.Count ? CorsReason.Allowed : CorsReason.HeaderNotAllowed, verdict.Reason);

        var listed = (verdict.AllowHeaders ?? "").Split(',').Select(name => name.Trim(' ', '\t')).Where(name => name != "");
        var all = headers.Contains("*") ? (string[])["*", .. headers.Where(name => name == "authorization")] : headers;
        Assert.Equal(requestedOnly || (credentials && headers.Contains("*")) ? allowed : all, listed);
        Assert.True(allocated <= 4096 + (4 * Math.Min(8192, lines.Sum(line => (long)line.Length))), $"{allocated} bytes");
    }, input => $"{string.Join('|', input.Item1.Methods)} {string.Join('|', input.Item1.Headers)} {input.Item1.Credentials} {input.Item1.RequestedOnly} {input.Item2} [{string.Join('|', input.Item3)}]");

    private static bool Allows(string[] allowed, string name) =>
        allowed.Contains(name, StringComparer.OrdinalIgnoreCase) && (!allowed.Contains("*") || name != "*" || IsToken(name))
        || (allowed.Contains("*") && IsToken(name) && !name.Equals("authorization", StringComparison.OrdinalIgnoreCase));

    private static bool IsToken(string text) => text != "" && text.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));
}
