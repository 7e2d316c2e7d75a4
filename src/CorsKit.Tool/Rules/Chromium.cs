using CorsKit.Testing;
using CorsKit.Testing.Browsers;

namespace CorsKit.Tool.Rules;

/// <summary>What the console of Chromium prints of each fault, for a shop that calls an API.</summary>
internal static class Chromium
{
    private const string Origin = "https://shop.example.com";
    private const string Admin = "https://admin.example.com";

    // Before those that are made of it.
    private static readonly Uri Api = new("https://api.example.com/orders");

    public static readonly string NoHeader = Message(FetchFailure.MissingAllowOrigin);
    public static readonly string PreflightNoHeader = Message(FetchFailure.MissingAllowOrigin, isPreflight: true);
    public static readonly string PreflightNotOk = Message(FetchFailure.PreflightStatus, isPreflight: true);
    public static readonly string PreflightRedirect = Message(FetchFailure.PreflightRedirect, isPreflight: true);
    public static readonly string SeveralOrigins = Message(FetchFailure.MultipleAllowOrigin, $"{Origin}, {Origin}");
    public static readonly string ListOfOrigins = Message(FetchFailure.MultipleAllowOrigin, $"{Origin},{Admin}", isPreflight: true);
    public static readonly string WildcardWithCredentials = Message(FetchFailure.WildcardOriginWithCredentials);
    public static readonly string NoCredentials = Message(FetchFailure.CredentialsNotAllowed);
    public static readonly string OtherOrigin = Message(FetchFailure.AllowOriginMismatch, Admin);
    public static readonly string MethodNotAllowed = Message(FetchFailure.MethodNotAllowed, "PUT", isPreflight: true);
    public static readonly string InvalidHeaders = Message(FetchFailure.InvalidAllowHeaders, isPreflight: true);
    public static readonly string HeaderNotAllowed = Message(FetchFailure.HeaderNotAllowed, "authorization", isPreflight: true);

    private static string Message(FetchFailure failure, string quote = "", bool isPreflight = false) =>
        ConsoleMessages.Of(new CorsFault(failure, quote), isPreflight, Api, Api, Origin);
}
