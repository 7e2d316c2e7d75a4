namespace CorsKit.Tool.Tests;

/// <summary>Which methods a stage caches: the more specific of its settings counts.</summary>
public sealed class StageCacheTests
{
    private const string Everything = "{ ResourcePath: /*, HttpMethod: '*', CachingEnabled: true }";

    [Theory]
    [InlineData(Everything, true)]
    [InlineData("{ ResourcePath: /*, HttpMethod: '*', CachingEnabled: false }", false)]
    [InlineData(Everything + ", { ResourcePath: /v1~1orders, HttpMethod: GET, CachingEnabled: false }", false)]
    [InlineData("{ ResourcePath: /v1~1orders, HttpMethod: GET, CachingEnabled: false }, " + Everything, false)]
    [InlineData(Everything + ", { ResourcePath: /v1~1orders, HttpMethod: POST, CachingEnabled: false }", true)]
    [InlineData(Everything + ", { ResourcePath: /v1~1rates, HttpMethod: GET, CachingEnabled: false }", true)]
    [InlineData(Everything + ", { ResourcePath: /v1~1orders, HttpMethod: GET, ThrottlingRateLimit: 5 }", true)]
    [InlineData("{ ResourcePath: /v1~1orders, HttpMethod: '*', CachingEnabled: false }, { ResourcePath: /v1~1orders, HttpMethod: GET, CachingEnabled: true }", true)]
    public void The_setting_of_the_path_and_of_GET_counts_more(string settings, bool isCached)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("template.yaml", $$"""
            Resources:
              Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: orders } }
              V1: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: v1 } }
              Orders: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Api, ParentId: !Ref V1, PathPart: orders } }
              Any: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, ResourceId: !Ref Orders, HttpMethod: ANY, Integration: { Type: AWS_PROXY } } }
              Stage: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, CacheClusterEnabled: true, MethodSettings: [{{settings}}] } }
            """);

        Assert.Equal(isCached ? "CK105 warning 2, CK116 warning 6" : "CK105 warning 2", Tool.Check(file, settings: null).Findings);
    }
}
