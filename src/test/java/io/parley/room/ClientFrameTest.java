package io.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.parley.platform.Problem;
import io.parley.platform.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientFrameTest {
  private static final String ID = "0193a5c0-7d3f-7c3a-9c57-6a1f0d2b4e11";

  @Test
  void aFrameIsReadWithItsIds() {
    ClientFrame frame =
        ClientFrame.parse(
            "{\"type\":\"post\",\"message_id\":\"%s\",\"text\":\"x\",\"draft_id\":\"%s\"}"
                .formatted(ID, ID));
    ClientFrame.Post post = assertInstanceOf(ClientFrame.Post.class, frame);
    assertEquals(ID, post.messageId().toString());
    assertEquals(ID, post.draftId().orElseThrow().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'post','message_id':'','text':'x'}",
        "{'type':'post','message_id':null,'text':'x'}",
        "{'type':'post','message_id':' ','text':'x'}",
        "{'type':'post','message_id':'0193a5c0','text':'x'}",
        "{'type':'post','message_id':'1-1-1-1-1','text':'x'}",
        "{'type':'post','message_id':'AZOlwH0/fDqcV2ofDStOEQ==','text':'x'}",
        "{'type':'post','message_id':7,'text':'x'}",
        "{'type':'post','message_id':{},'text':'x'}",
        "{'type':'post','message_id':['ID'],'text':'x'}",
        "{'type':'post','message_id':'ID','draft_id':'','text':'x'}",
        "{'type':'post','message_id':'ID','draft_id':'x','text':'x'}",
        "{'type':'post','message_id':'ID','text':null}",
        "{'type':'draft','draft_id':'','seq':1,'event':'new','ops':[]}",
        "{'type':'draft','draft_id':null,'seq':1,'event':'new','ops':[]}",
        "{'type':'draft','draft_id':'ID','seq':1,'event':'','ops':[]}",
        "{'type':'draft','draft_id':'ID','seq':1,'event':'new','ops':[null]}",
        "{'type':'draft','draft_id':'ID','seq':1,'event':'new','ops':[{'op':'insert','at':0}]}",
        "{'type':'draft','draft_id':'ID','seq':1e99,'event':'new','ops':[]}",
        "{'type':'stop','reply_id':''}",
        "{'type':'stop','reply_id':'  ID'}",
      })
  void anIdThatIsNoneIsRefused(String frame) {
    refused(frame);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'ping'}{'type':'ping'}",
        "{'type':'ping'} ping",
        "{'type':'ping'}]",
        "{'type':'ping','type':'stop'}",
        "{'type':'post','message_id':'ID','text':'one','text':'two'}",
        "{'type':'post','text':'x','message_id':'ID','message_id':'ID'}",
        "{'type':'ping','more':{'a':1,'a':2}}",
      })
  void aFrameSaysOneThingOnce(String frame) {
    refused(frame);
  }

  private static void refused(String frame) {
    String json = frame.replace('\'', '"').replace("ID", ID);
    ProblemException refusal =
        assertThrows(ProblemException.class, () -> ClientFrame.parse(json), json);
    assertEquals(Problem.INVALID_REQUEST, refusal.problem());
  }
}
