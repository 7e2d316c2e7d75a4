namespace CorsKit.Diagnostics;

/// <summary>The codes of <see cref="PolicyProblem"/>. They are documented and never reused.</summary>
internal static class ProblemCode
{
    public const string NoPolicy = "CORS001";
    public const string UnknownSetting = "CORS002";
    public const string Unreadable = "CORS003";
    public const string StringAndList = "CORS004";
    public const string EmptyItem = "CORS005";
    public const string SeveralInItem = "CORS006";
    public const string DuplicatePolicy = "CORS007";
    public const string PolicyDelegate = "CORS008";
    public const string Placeholder = "CORS009";

    public const string NoOrigin = "CORS010";
    public const string OriginSyntax = "CORS011";
    public const string NullOrigin = "CORS012";
    public const string Scheme = "CORS013";
    public const string Port = "CORS014";
    public const string Host = "CORS015";
    public const string Wildcard = "CORS016";

    public const string AnyOriginWithCredentials = "CORS020";
    public const string AnyExposedWithCredentials = "CORS021";
    public const string InsecureOrigin = "CORS022";
    public const string PublicSuffix = "CORS023";

    public const string MethodSyntax = "CORS030";
    public const string ForbiddenMethod = "CORS031";

    public const string HeaderSyntax = "CORS040";
    public const string ForbiddenHeader = "CORS041";
    public const string HeaderDirection = "CORS042";

    public const string MaxAge = "CORS050";

    public const string DuplicateSelection = "CORS060";
    public const string UndecidedPreflights = "CORS061";
    public const string UnknownPreflightPolicy = "CORS062";
    public const string RefreshAfter = "CORS063";

    public const string SourceUnused = "CORS070";
    public const string SourceBounds = "CORS071";
    public const string TenantMissingOnPreflights = "CORS072";
    public const string DuplicateSource = "CORS073";
}
